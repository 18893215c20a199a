package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.aws.lambda.UpdateFunctionCodeRequest;
import dev.gatehouse.aws.lambda.UpdateFunctionConfigurationRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.api.CodeIntake.ObjectName;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.configuration.ConfigurationChange;
import dev.gatehouse.lambda.configuration.ConfigurationRules;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.LaunchSettings;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.registry.Activations;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.lambda.signing.SignatureRules;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** UpdateFunctionCode and UpdateFunctionConfiguration: both make another {@code $LATEST}. */
final class FunctionUpdates {
    private final FunctionRegistry registry;
    private final ConfigurationRules rules;
    private final CodeIntake intake;
    private final CodeQuotas quotas;
    private final SignatureRules signatures;
    private final Activations activations;
    private final Clock clock;
    private final FunctionResponses responses;

    FunctionUpdates(
            FunctionRegistry registry,
            ConfigurationRules rules,
            CodeIntake intake,
            CodeQuotas quotas,
            SignatureRules signatures,
            Activations activations,
            Clock clock,
            FunctionResponses responses) {
        this.registry = registry;
        this.rules = rules;
        this.intake = intake;
        this.quotas = quotas;
        this.signatures = signatures;
        this.activations = activations;
        this.clock = clock;
        this.responses = responses;
    }

    FunctionConfiguration code(RequestContext context, UpdateFunctionCodeRequest input) {
        FunctionReference function = Here.latest(context, input.functionName());
        UnsupportedProperties.reject(input);
        StoredFunction before = registry.documents().require(function);
        boolean image = before.latest().configuration().launch().isImage();
        if (!image && input.imageUri() != null) {
            throw LambdaErrors.invalidParameter(
                    "Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        check(function, before, input.revisionId());
        ObjectName object =
                new ObjectName(input.s3Bucket(), input.s3Key(), input.s3ObjectVersion());
        VersionCode unsealed =
                image
                        ? intake.image(context, input.imageUri(), input.zipFile(), object)
                        : intake.take(context, input.zipFile(), object);
        VersionCode taken =
                intake.sealed(context, function.function(), input.sourceKMSKeyArn(), unsealed);
        requireSigned(function, before, taken, before.latest().configuration());
        boolean publish = Boolean.TRUE.equals(input.publish());
        requireRoom(function, before.latest(), taken, publish ? 2 : 1);
        UnaryOperator<StoredVersion> change =
                latest -> recoded(latest, taken, input.architectures());
        if (Boolean.TRUE.equals(input.dryRun())) {
            StoredVersion latest = registry.documents().require(function).latest();
            return responses.full(context, function, change.apply(latest));
        }
        if (publish) {
            return publish(context, function, input.revisionId(), change);
        }
        return apply(context, function, input.revisionId(), change);
    }

    FunctionConfiguration configuration(
            RequestContext context, UpdateFunctionConfigurationRequest input) {
        FunctionReference function = Here.latest(context, input.functionName());
        UnsupportedProperties.reject(input);
        StoredFunction before = registry.documents().require(function);
        check(function, before, input.revisionId());
        VersionConfiguration changed =
                rules.change(
                        context,
                        function,
                        before.latest().configuration(),
                        ConfigurationChange.of(input));
        quotas.requireFits(before.latest().code(), changed.layers());
        if (input.layers() != null) {
            requireSigned(function, before, before.latest().code(), changed);
        }
        String deployment = before.latest().deploymentId();
        return apply(
                context,
                function,
                input.revisionId(),
                latest -> {
                    if (!latest.deploymentId().equals(deployment)) {
                        throw FunctionRegistry.updateInProgress(function);
                    }
                    return latest.reconfigured(changed, clock.now());
                });
    }

    private void requireSigned(
            FunctionReference function,
            StoredFunction before,
            VersionCode code,
            VersionConfiguration configuration) {
        signatures.check(
                function.scope(),
                before.settings().codeSigning(),
                function.name(),
                code.key(),
                configuration.layers());
    }

    /** Room for a package in the place of the one before, and for copies of it. */
    private void requireRoom(
            FunctionReference function, StoredVersion before, VersionCode code, int copies) {
        quotas.requireFits(code, before.configuration().layers());
        quotas.requireStorage(
                function.scope(), code.zippedBytes() * copies, before.code().zippedBytes());
    }

    private FunctionConfiguration apply(
            RequestContext context,
            FunctionReference function,
            @Nullable String revisionId,
            UnaryOperator<StoredVersion> change) {
        StoredFunction stored =
                registry.stage(
                        within ->
                                FunctionRegistry.change(
                                        within,
                                        function,
                                        now -> {
                                            check(function, now, revisionId);
                                            return now.withLatest(change.apply(now.latest()));
                                        }));
        activations.start(function);
        return responses.full(context, function, stored.latest());
    }

    /** Changes {@code $LATEST} and publishes it in one; the new version starts as Pending. */
    private FunctionConfiguration publish(
            RequestContext context,
            FunctionReference function,
            @Nullable String revisionId,
            UnaryOperator<StoredVersion> change) {
        StoredVersion version =
                registry.stage(
                        within -> {
                            StoredFunction stored =
                                    FunctionRegistry.change(
                                            within,
                                            function,
                                            now -> {
                                                check(function, now, revisionId);
                                                return now.withLatest(change.apply(now.latest()))
                                                        .published(now.lastPublished() + 1);
                                            });
                            StoredVersion latest = stored.latest();
                            StoredVersion published =
                                    latest.published(
                                            stored.lastPublished(),
                                            latest.configuration().description(),
                                            Progress.CREATING);
                            String id =
                                    FunctionDocuments.versionId(
                                            function.name(), published.version());
                            within.versions().insert(function.scope(), id, published);
                            return published;
                        });
        activations.start(function);
        return responses.full(context, function.withQualifier(version.version()), version);
    }

    private StoredVersion recoded(
            StoredVersion latest, VersionCode code, @Nullable List<String> architectures) {
        StoredVersion recoded = latest.recoded(code, clock.now());
        if (architectures == null) {
            return recoded;
        }
        LaunchSettings launch = latest.configuration().launch();
        LaunchSettings moved =
                launch.withArchitecture(FunctionCreation.architecture(architectures));
        return recoded.reconfigured(
                recoded.configuration().withLaunch(moved), recoded.lastModified());
    }

    private static void check(
            FunctionReference function, StoredFunction stored, @Nullable String revisionId) {
        FunctionRegistry.requireSettled(function, stored);
        FunctionRegistry.requireRevision(revisionId, stored.latest().revisionId());
    }
}
