package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.Authorization;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.proxy.signed.SignedCaller;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Finds out who calls a method or a route, and whether they may. */
public final class Authorizers {
    private static final String SERVICE = "execute-api";
    private static final Future<Authorized> ANYBODY = Future.succeededFuture(Authorized.ANYBODY);

    private final Callers callers;
    private final Clock clock;

    public Authorizers(Callers callers, Clock clock) {
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * What is known of the caller now. Fails with a {@link dev.gatehouse.gateway.call.Rejection}
     * when they may not call.
     */
    public Future<Authorized> ask(RestApiCall call) {
        return switch (call.method().authorization()) {
            case Authorization.Open _ -> {
                ResourcePolicy policy = ResourcePolicy.of(call, clock);
                yield policy == null ? ANYBODY : policy.admit(Authorized.ANYBODY);
            }
            case Authorization.Iam _ -> signed(call);
        };
    }

    /** The same; fails with a {@link HttpRejection}. */
    public Future<Authorized> ask(HttpApiCall call) {
        return switch (call.route().authorization()) {
            case Authorization.Open _ -> ANYBODY;
            case Authorization.Iam _ -> signed(call);
        };
    }

    private Future<Authorized> signed(RestApiCall call) {
        Invocation invocation = Invocation.of(call, clock);
        return identify(call.request(), invocation)
                .transform(
                        caller ->
                                caller.succeeded()
                                        ? judged(invocation, caller.result())
                                        : Future.failedFuture(Denials.of(caller.cause())));
    }

    private static Future<Authorized> judged(Invocation invocation, SignedCaller caller) {
        Decision decision = invocation.decide(caller.actor());
        return decision.isAllowed()
                ? Future.succeededFuture(Authorized.signed(caller.identity()))
                : Future.failedFuture(Denials.of(caller.actor().principal(), invocation, decision));
    }

    /** Whatever is wrong, such an API says no more than that. */
    private Future<Authorized> signed(HttpApiCall call) {
        Invocation invocation = Invocation.of(call, clock);
        return identify(call.request(), invocation)
                .transform(
                        caller ->
                                caller.succeeded()
                                                && invocation
                                                        .decide(caller.result().actor())
                                                        .isAllowed()
                                        ? Future.succeededFuture(
                                                Authorized.signed(caller.result().identity()))
                                        : Future.failedFuture(rejection(caller.cause())));
    }

    private static Throwable rejection(@Nullable Throwable cause) {
        return cause == null || Denials.isSignature(cause) ? HttpRejection.FORBIDDEN : cause;
    }

    private Future<SignedCaller> identify(ClientRequest request, Invocation invocation) {
        return callers.identify(
                request, new Expected(SERVICE, invocation.address().region().name()));
    }
}
