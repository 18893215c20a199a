package dev.gatehouse.lambda.api;

import dev.gatehouse.lambda.model.FunctionDocuments;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.model.StoredAlias;
import dev.gatehouse.lambda.plan.FunctionVersion;

/** Which versions an alias may point to: existing ones, and with weights two different numbers. */
final class AliasRules {
    private AliasRules() {}

    static void check(FunctionDocuments documents, FunctionReference function, StoredAlias alias) {
        if (alias.weights().size() > 1) {
            throw LambdaErrors.invalidParameter(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        String version = alias.functionVersion();
        if (alias.weights().containsKey(version)) {
            throw LambdaErrors.invalidParameter(
                    "Invalid function version %s. Function version %s is already included in routing configuration."
                            .formatted(version, version));
        }
        if (version.equals(FunctionVersion.LATEST) && !alias.weights().isEmpty()) {
            throw LambdaErrors.invalidParameterUntyped(
                    "$LATEST is not supported for an alias pointing to more than 1 version");
        }
        documents.requireVersion(function.withQualifier(version));
        for (String other : alias.weights().keySet()) {
            documents.requireVersion(function.withQualifier(other));
        }
    }
}
