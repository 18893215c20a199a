package dev.gatehouse.function;

import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import org.jspecify.annotations.Nullable;

/** Who invokes a function, as far as the function's resource policy is concerned. */
public sealed interface InvocationSource {

    /**
     * A caller whose right to invoke was already decided by its identity: the control plane did it.
     */
    record Authorized() implements InvocationSource {}

    /** A function URL, which has judged its caller. */
    record FunctionUrl() implements InvocationSource {}

    /**
     * A caller whose own policies decide, together with the function's.
     *
     * @param keys the values of condition keys
     */
    record Identity(Actor actor, ConditionKeys keys) implements InvocationSource {}

    /**
     * An AWS service on behalf of one of its resources, such as API Gateway for an API's method.
     */
    record ServicePrincipal(String principal, String sourceArn, @Nullable String sourceAccount)
            implements InvocationSource {}

    /** The one value of {@link Authorized}. */
    Authorized AUTHORIZED = new Authorized();

    /** The one value of {@link FunctionUrl}. */
    FunctionUrl FUNCTION_URL = new FunctionUrl();
}
