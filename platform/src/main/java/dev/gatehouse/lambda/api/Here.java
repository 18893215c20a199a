package dev.gatehouse.lambda.api;

import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import org.jspecify.annotations.Nullable;

/** Where a call acts, and what it names there. */
final class Here {
    private Here() {}

    static Scope of(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    /** A function that must be named without a version or alias, or whose qualifier is ignored. */
    static FunctionReference function(RequestContext context, String functionName) {
        return FunctionReference.parse(of(context), functionName, null);
    }

    static FunctionReference function(
            RequestContext context, String functionName, @Nullable String qualifier) {
        return FunctionReference.parse(of(context), functionName, qualifier);
    }
}
