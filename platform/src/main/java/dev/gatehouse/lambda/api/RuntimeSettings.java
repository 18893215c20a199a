package dev.gatehouse.lambda.api;

import dev.gatehouse.aws.lambda.GetFunctionCodeSigningConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionCodeSigningConfigResponse;
import dev.gatehouse.aws.lambda.GetFunctionRecursionConfigRequest;
import dev.gatehouse.aws.lambda.GetFunctionRecursionConfigResponse;
import dev.gatehouse.aws.lambda.GetRuntimeManagementConfigRequest;
import dev.gatehouse.aws.lambda.GetRuntimeManagementConfigResponse;
import dev.gatehouse.aws.lambda.PutFunctionRecursionConfigRequest;
import dev.gatehouse.aws.lambda.PutFunctionRecursionConfigResponse;
import dev.gatehouse.aws.lambda.PutRuntimeManagementConfigRequest;
import dev.gatehouse.aws.lambda.PutRuntimeManagementConfigResponse;
import dev.gatehouse.lambda.api.call.Here;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.registry.FunctionRegistry;
import dev.gatehouse.wire.RequestContext;

/**
 * What is configured of a function beside its versions: recursive loops, runtime updates, code
 * signing. No function here has a code signing configuration.
 */
final class RuntimeSettings {
    private static final String MANUAL = "Manual";

    /** Runtimes are updated with the machine: nobody can hold one back for a function. */
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
        if (!input.updateRuntimeOn().equals(AUTO)) {
            throw LambdaErrors.unsupported("UpdateRuntimeOn " + input.updateRuntimeOn());
        }
        registry.documents().requireVersion(function);
        return PutRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(AUTO)
                .functionArn(function.arn().toString())
                .build();
    }

    GetRuntimeManagementConfigResponse getRuntimeManagement(
            RequestContext context, GetRuntimeManagementConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName(), input.qualifier());
        registry.documents().requireVersion(function);
        return GetRuntimeManagementConfigResponse.builder()
                .updateRuntimeOn(AUTO)
                .functionArn(function.arn().toString())
                .build();
    }

    GetFunctionCodeSigningConfigResponse getCodeSigning(
            RequestContext context, GetFunctionCodeSigningConfigRequest input) {
        FunctionReference function =
                Here.function(context, input.functionName()).withQualifier(null);
        registry.documents().require(function);
        return GetFunctionCodeSigningConfigResponse.builder().build();
    }
}
