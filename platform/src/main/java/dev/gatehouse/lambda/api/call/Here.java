package dev.gatehouse.lambda.api.call;

import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.lambda.model.LambdaErrors;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** Where a call acts, and what it names there. */
public final class Here {
    /** What versions and aliases get from operations of functions. Recorded from AWS. */
    public static final String FUNCTIONS_ONLY =
            "This operation is permitted on Lambda functions only. Aliases and versions do"
                    + " not support this operation. Please specify either a function name"
                    + " or an unqualified function ARN.";

    private Here() {}

    public static Scope of(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /** A function that must be named without a version or alias, or whose qualifier is ignored. */
    public static FunctionReference function(RequestContext context, String functionName) {
        return FunctionReference.parse(of(context), functionName, null);
    }

    /** A function whose unpublished version is meant: published ones never change. */
    public static FunctionReference latest(RequestContext context, String functionName) {
        FunctionReference named = function(context, functionName);
        String qualifier = named.qualifier();
        if (qualifier != null && !qualifier.equals(FunctionVersion.LATEST)) {
            throw LambdaErrors.invalidParameter(FUNCTIONS_ONLY);
        }
        return named.withQualifier(null);
    }

    /** A function to invoke, of any account: its policy was asked whether the caller may. */
    public static FunctionReference invoked(
            RequestContext context, String functionName, @Nullable String qualifier) {
        return FunctionReference.anywhere(of(context), functionName, qualifier);
    }

    public static FunctionReference function(
            RequestContext context, String functionName, @Nullable String qualifier) {
        return FunctionReference.parse(of(context), functionName, qualifier);
    }
}
