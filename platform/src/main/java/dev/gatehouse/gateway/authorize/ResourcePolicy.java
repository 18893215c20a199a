package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * A REST API's resource policy and a call that nobody signed ("How API Gateway resource policies
 * affect authorization workflow").
 */
final class ResourcePolicy {
    private final Invocation invocation;
    private final Actor anonymous;
    private final Decision decision;

    private ResourcePolicy(Invocation invocation) {
        this.invocation = invocation;
        this.anonymous =
                new Actor(Principal.anonymous(invocation.address().account()), Permissions.NONE);
        this.decision = invocation.decide(anonymous);
    }

    /** What the policy says of a call; null when the API has none. */
    static @Nullable ResourcePolicy of(RestApiCall call, Clock clock) {
        return call.stage().deployment().policy() == null
                ? null
                : new ResourcePolicy(Invocation.of(call, clock));
    }

    /** The caller, when the policy allows the call; not to be denied is not enough. */
    Future<Authorized> admit(Authorized caller) {
        return decision.isAllowed()
                ? Future.succeededFuture(caller)
                : Future.failedFuture(Denials.of(anonymous.principal(), invocation, decision));
    }
}
