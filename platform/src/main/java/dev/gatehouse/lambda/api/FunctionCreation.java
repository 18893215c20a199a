package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.CreateFunctionRequest;
import dev.gatehouse.aws.lambda.FunctionCode;
import dev.gatehouse.aws.lambda.FunctionConfiguration;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.api.CodeIntake.ObjectName;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.api.call.TagRules;
import dev.gatehouse.lambda.configuration.ConfigurationChange;
import dev.gatehouse.lambda.configuration.ConfigurationRules;
import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.FunctionSettings;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.Progress;
import dev.gatehouse.lambda.model.RevisionId;
import dev.gatehouse.lambda.model.StoredFunction;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.model.VersionCode;
import dev.gatehouse.lambda.model.VersionConfiguration;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.registry.Activations;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.lambda.signing.SignatureRules;
import dev.gatehouse.store.DuplicateDocumentException;
import dev.gatehouse.wire.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** CreateFunction. */
final class FunctionCreation {
    private static final int LONGEST_NAME = 64;

    private final FunctionRegistry registry;
    private final ConfigurationRules rules;
    private final CodeIntake intake;
    private final CodeQuotas quotas;
    private final SignatureRules signatures;
    private final Activations activations;
    private final Clock clock;
    private final FunctionResponses responses;

    FunctionCreation(
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

    FunctionConfiguration create(RequestContext context, CreateFunctionRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        requireShort(function.name());
        rejectUnsupported(input);
        Map<String, String> tags = Objects.requireNonNullElse(input.tags(), Map.of());
        TagRules.check(tags);
        VersionConfiguration configuration =
                rules.create(
                        context,
                        function,
                        architecture(input.architectures()),
                        ConfigurationChange.of(input),
                        isImage(input));
        if (registry.documents().find(function).isPresent()) {
            throw alreadyExists(function);
        }
        String signing = signatures.chosen(function.scope(), input.codeSigningConfigArn());
        FunctionCode code = input.code();
        ObjectName object = new ObjectName(code.s3Bucket(), code.s3Key(), code.s3ObjectVersion());
        VersionCode unsealed =
                configuration.launch().isImage()
                        ? intake.image(context, code.imageUri(), code.zipFile(), object)
                        : intake.take(context, code.zipFile(), object);
        VersionCode taken =
                intake.sealed(context, function.function(), code.sourceKMSKeyArn(), unsealed);
        signatures.check(
                function.scope(), signing, function.name(), taken.key(), configuration.layers());
        boolean publish = Boolean.TRUE.equals(input.publish());
        quotas.requireFits(taken, configuration.layers());
        quotas.requireStorage(function.scope(), taken.zippedBytes() * (publish ? 2 : 1), 0);
        StoredVersion latest = activations.placed(fresh(configuration, taken));
        StoredFunction stored =
                new StoredFunction(
                        function.name(),
                        latest,
                        0,
                        tags,
                        Map.of(),
                        FunctionSettings.DEFAULT.withCodeSigning(signing));
        return insert(context, function, stored, publish);
    }

    /**
     * Lambda's response says Pending, whatever the function is by then; clients wait for Active.
     */
    private FunctionConfiguration insert(
            RequestContext context,
            FunctionReference function,
            StoredFunction stored,
            boolean publish) {
        StoredVersion latest = stored.latest();
        StoredVersion made =
                publish ? latest.published(1, description(stored), latest.progress()) : latest;
        try {
            registry.transact(
                    function,
                    within -> {
                        StoredFunction kept = publish ? stored.published(1) : stored;
                        within.functions().insert(function.scope(), function.name(), kept);
                        if (publish) {
                            String id = FunctionDocuments.versionId(function.name(), "1");
                            within.versions().insert(function.scope(), id, made);
                        }
                        return kept;
                    });
        } catch (DuplicateDocumentException _) {
            throw alreadyExists(function);
        }
        if (made.progress() == Progress.READY) {
            activations.prepare(function, made);
        }
        return responses.full(context, function, made.withProgress(Progress.CREATING));
    }

    private StoredVersion fresh(VersionConfiguration configuration, VersionCode code) {
        return new StoredVersion(
                FunctionVersion.LATEST,
                configuration,
                code,
                Progress.CREATING,
                RevisionId.next(),
                RevisionId.next(),
                clock.now());
    }

    private static String description(StoredFunction stored) {
        return stored.latest().configuration().description();
    }

    private static boolean isImage(CreateFunctionRequest input) {
        return "Image".equals(input.packageType());
    }

    private static void rejectUnsupported(CreateFunctionRequest input) {
        if (!isImage(input) && input.code().imageUri() != null) {
            throw LambdaErrors.invalidParameter(
                    "Please don't provide ImageUri when updating a function with packageType Zip.");
        }
        UnsupportedProperties.reject(input);
        UnsupportedProperties.reject(input.code());
    }

    static String architecture(@Nullable List<String> wanted) {
        return wanted == null || wanted.isEmpty() ? "x86_64" : wanted.getFirst();
    }

    private static void requireShort(String name) {
        if (name.length() > LONGEST_NAME) {
            throw LambdaErrors.invalidParameter(
                    ("1 validation error detected: Value '%s' at 'functionName' failed to satisfy"
                                    + " constraint: Member must have length less than or equal"
                                    + " to %d")
                            .formatted(name, LONGEST_NAME));
        }
    }

    private static ServiceException alreadyExists(FunctionReference function) {
        return LambdaErrors.conflict("Function already exist: " + function.name());
    }
}
