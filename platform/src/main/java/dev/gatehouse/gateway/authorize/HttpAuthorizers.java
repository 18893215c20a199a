package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.HttpRejection;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.proxy.signed.SignedCaller;
import io.vertx.core.Future;
import java.util.List;

/** Who may call a route of an HTTP API. Why somebody may not, such an API does not say. */
final class HttpAuthorizers {
    private static final Future<Authorized> ANONYMOUS =
            Future.succeededFuture(Authorized.ANONYMOUS);

    private static final String CHALLENGE =
            "Bearer scope=\"%s\" error=\"%s\" error_description=\"%s\"";

    private final Callers callers;
    private final FunctionAuthorizers functions;
    private final Tokens tokens;
    private final Clock clock;

    HttpAuthorizers(Callers callers, FunctionAuthorizers functions, Tokens tokens, Clock clock) {
        this.callers = callers;
        this.functions = functions;
        this.tokens = tokens;
        this.clock = clock;
    }

    Future<Authorized> ask(HttpApiCall call) {
        return switch (call.route().authorization()) {
            case Authorization.Open _ -> ANONYMOUS;
            case Authorization.Iam _ -> signed(call);
            case FunctionAuthorizer authorizer -> function(call, authorizer);
            case TokenAuthorizer authorizer -> bearer(call, authorizer);
        };
    }

    private Future<Authorized> signed(HttpApiCall call) {
        Invocation invocation = Invocation.of(call, clock);
        return callers.identify(call.request(), invocation.expected())
                .compose(caller -> judged(invocation, call, caller))
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    private Future<Authorized> judged(
            Invocation invocation, HttpApiCall call, SignedCaller caller) {
        Decision decision = invocation.decide(caller.actor());
        if (decision.isAllowed()) {
            return Future.succeededFuture(Authorized.signed(caller.identity(), caller.actor()));
        }
        callers.denied(call.request(), caller, invocation.action(), invocation.arn(), decision);
        return Future.failedFuture(HttpRejection.FORBIDDEN);
    }

    private Future<Authorized> function(HttpApiCall call, FunctionAuthorizer authorizer) {
        Invocation invocation = Invocation.of(call, clock);
        return functions
                .ask(Question.of(call, authorizer, invocation.arn()))
                .compose(
                        response ->
                                invocation.decide(response.verdict()).isAllowed()
                                        ? Future.succeededFuture(response.caller())
                                        : Future.failedFuture(HttpRejection.FORBIDDEN))
                .recover(cause -> Future.failedFuture(rejection(cause)));
    }

    private Future<Authorized> bearer(HttpApiCall call, TokenAuthorizer authorizer) {
        List<String> sent =
                IdentityValues.of(
                        List.of(authorizer.source()),
                        call.request(),
                        call.stage().variables(),
                        _ -> null);
        return Phases.through(
                        Phases.AUTHORIZER,
                        call.trail(),
                        clock,
                        () -> tokens.ofHttp(sent == null ? null : sent.getFirst(), authorizer))
                .recover(
                        cause ->
                                Future.failedFuture(
                                        cause instanceof TokenException invalid
                                                ? challenged(invalid, authorizer)
                                                : cause));
    }

    /** The rejection of a token, with the challenge of RFC 6750 as AWS writes it. */
    private static HttpRejection challenged(TokenException invalid, TokenAuthorizer authorizer) {
        String scopes = String.join(" ", authorizer.scopes());
        return switch (invalid.reason()) {
            case MISSING -> HttpRejection.UNAUTHORIZED.with("Bearer");
            case INVALID, UNKNOWN_KEY, EXPIRED ->
                    HttpRejection.UNAUTHORIZED.with(
                            CHALLENGE.formatted(scopes, "invalid_token", invalid.description()));
            case SCOPE ->
                    HttpRejection.FORBIDDEN.with(
                            CHALLENGE.formatted(
                                    scopes, "insufficient_scope", invalid.description()));
        };
    }

    private static Throwable rejection(Throwable cause) {
        return switch (cause) {
            case SignatureException _ -> HttpRejection.FORBIDDEN;
            case AuthorizerException failed ->
                    switch (failed.reason()) {
                        case UNAUTHORIZED -> HttpRejection.UNAUTHORIZED;
                        case FAILURE, MISCONFIGURED -> HttpRejection.INTERNAL;
                    };
            default -> cause;
        };
    }
}
