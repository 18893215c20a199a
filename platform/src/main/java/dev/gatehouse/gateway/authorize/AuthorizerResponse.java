package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.proxy.Authorized;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an authorizer's function said of a caller.
 *
 * @param principalId who it is; null when the function did not say
 * @param verdict what they may call
 * @param context what integrations are to know of them
 * @param usageIdentifierKey the API key of the caller; null for none
 */
record AuthorizerResponse(
        @Nullable String principalId,
        Verdict verdict,
        Map<String, Object> context,
        @Nullable String usageIdentifierKey) {

    /** What a caller may call. */
    sealed interface Verdict {}

    /**
     * What the policy allows, of all methods of the API.
     *
     * @param document as the function wrote it
     */
    record ByPolicy(Policy policy, String document) implements Verdict {}

    /** Everything, or nothing. */
    record Simple(boolean authorized) implements Verdict {}

    TestCalls.Said said() {
        return new TestCalls.Said(
                principalId,
                verdict instanceof ByPolicy(Policy _, String document) ? document : null,
                Map.of());
    }

    Authorized caller() {
        return new Authorized(principalId, context, usageIdentifierKey, Map.of(), null, null);
    }
}
