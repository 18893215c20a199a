package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.plan.Authorization;
import dev.gatehouse.proxy.Authorized;
import io.vertx.core.Future;

/** Asks a method's or a route's authorizer. */
public final class Authorizers {
    private static final Future<Authorized> ANYBODY = Future.succeededFuture(Authorized.ANYBODY);

    private Authorizers() {}

    /** What is known of the caller now. Fails with a rejection when they may not call. */
    public static Future<Authorized> ask(Authorization authorization) {
        return switch (authorization) {
            case Authorization.Open open -> ANYBODY;
        };
    }
}
