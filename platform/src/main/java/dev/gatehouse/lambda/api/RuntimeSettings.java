package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.GetFunctionRecursionConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionRecursionConfigResponse;
import dev.gatehouse.aws.lambda.GetRuntimeManagementConfigRequest;
import dev.gatehouse.aws.lambda.GetRuntimeManagementConfigResponse;
import dev.gatehouse.aws.lambda.PutFunctionRecursionConfigRequest;
import dev.gatehouse.aws.lambda.PutFunctionRecursionConfigResponse;
import dev.gatehouse.aws.lambda.PutRuntimeManagementConfigRequest;
import dev.gatehouse.aws.lambda.PutRuntimeManagementConfigResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.configuration.Runtimes;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.FunctionSettings.RuntimeManagement;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredVersion;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** What is configured of a function beside its versions: recursive loops, runtime updates. */
final class RuntimeSettings {
    private static final String MANUAL = "Manual";

    /** What a function does that configures nothing. */
    private static final String AUTO = "Auto";

    private final FunctionRegistry registry;

    RuntimeSettings(FunctionRegistry registry) {
        this.registry = registry;
    }

    PutFunctionRecursionConfigResponse putRecursion(
            RequestContext context, PutFunctionRecursionConfigRequest input) {
        FunctionReference function = Here.function(context, input.functionName());
        registry.change(
                function,
                stored ->
                        stored.withSettings(
                                stored.settings().withRecursiveLoop(input.recursiveLoop())));
        return PutFunctionRecursionConfigResponse.builder()
                .recursiveLoop(input.recursiveLoop())
                .build();
    }

    GetFunctionRecursionConfigResponse getRecursion(
            RequestContext context, GetFunctionRecursionConfigRequest input) {
        FunctionReference function = Here.function(context, input.functionName());
        return GetFunctionRecursionConfigResponse.builder()
                .recursiveLoop(registry.documents().require(function).settings().recursiveLoop())
                .build();
    }

    PutRuntimeManagementConfigResponse putRuntimeManagement(
            RequestContext context, PutRuntimeManagementConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        String arn = input.runtimeVersionArn();
        if (input.updateRuntimeOn().equals(MANUAL) != (arn != null)) {
            throw LambdaErrors.invalidParameter(
                    arn == null
                            ? "RuntimeVersionArn is required when UpdateRuntimeOn is Manual."
                            : "RuntimeVersionArn is only allowed when UpdateRuntimeOn is Manual.");
        }
        RuntimeManagement wanted =
                input.updateRuntimeOn().equals(AUTO)
                        ? null
                        : new RuntimeManagement(input.updateRuntimeOn(), arn);
        registry.transact(
                function,
                within -> {
                    StoredVersion version = within.requireVersion(function);
                    requireHere(function, version, arn);
                    return FunctionRegistry.change(
                            within,
                            function,
                            stored ->
                                    stored.withSettings(
                                            stored.settings()
                                                    .withRuntime(version.version(), wanted)));
                });
        return PutRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(input.updateRuntimeOn())
                .functionArn(function.arn().toString())
                .runtimeVersionArn(arn)
                .build();
    }

    GetRuntimeManagementConfigResponse getRuntimeManagement(
            RequestContext context, GetRuntimeManagementConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        StoredVersion version = registry.documents().requireVersion(function);
        RuntimeManagement kept =
                registry.documents()
                        .require(function.withQualifier(null))
                        .settings()
                        .runtimes()
                        .get(version.version());
        return GetRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(kept == null ? AUTO : kept.updateOn())
                .functionArn(function.arn().toString())
                .runtimeVersionArn(kept == null ? null : kept.versionArn())
                .build();
    }

    /** There is one version of each runtime here: the machine's. */
    private static void requireHere(
            FunctionReference function, StoredVersion version, @Nullable String arn) {
        String runtime = version.configuration().launch().runtime();
        if (arn != null && !arn.equals(Runtimes.versionArn(function.scope().region(), runtime))) {
            throw LambdaErrors.unsupported("The runtime version " + arn);
        }
    }
}
