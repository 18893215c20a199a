package dev.gatehouse.gateway.plan.authorize;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.kernel.BoundedPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda authorizer: a function that is asked who a caller is and what they may call.
 *
 * @param id the authorizer's id
 * @param form what the function is told and what it says
 * @param function the function's ARN; may hold {@code ${stageVariables.name}}
 * @param credentials the role to call it with; null when its own policy decides
 * @param identity what a request must have to be worth a call; what it has is the cache's key
 * @param validation what a token must match to be worth a call; null for any
 * @param ttlSeconds how long what the function says is good for; 0 for this request alone
 */
public record FunctionAuthorizer(
        String id,
        Form form,
        StageText function,
        @Nullable StageText credentials,
        List<IdentitySource> identity,
        @Nullable BoundedPattern validation,
        int ttlSeconds)
        implements Authorization {

    /** What an authorizer's function is told, and what it says. */
    public enum Form {
        /** REST APIs: one header; a policy. */
        TOKEN,
        /** REST APIs: the request; a policy. */
        REQUEST,
        /** HTTP APIs, format 1.0: the request; a policy. */
        V1,
        /** HTTP APIs, format 2.0: the request; a policy. */
        V2_POLICY,
        /** HTTP APIs, format 2.0: the request; yes or no. */
        V2_SIMPLE
    }

    public FunctionAuthorizer {
        identity = List.copyOf(identity);
    }
}
