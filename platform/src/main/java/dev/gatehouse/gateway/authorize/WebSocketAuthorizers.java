package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.Future;

/**
 * Who may connect to a WebSocket API. What is known of them holds for as long as they are
 * connected.
 */
final class WebSocketAuthorizers {
    private static final Future<Authorized> ANONYMOUS =
            Future.succeededFuture(Authorized.ANONYMOUS);

    private final Callers callers;
    private final FunctionAuthorizers functions;
    private final Clock clock;

    WebSocketAuthorizers(Callers callers, FunctionAuthorizers functions, Clock clock) {
        this.callers = callers;
        this.functions = functions;
        this.clock = clock;
    }

    Future<Authorized> ask(WebSocketCall call, ClientRequest request) {
        return switch (call.route().authorization()) {
            case Authorization.Open _ -> ANONYMOUS;
            case Authorization.Iam _ -> signed(Invocation.of(call, request, clock), request);
            case FunctionAuthorizer authorizer -> function(call, request, authorizer);
            case TokenAuthorizer _ ->
                    throw new IllegalStateException("WebSocket APIs have no such authorizers");
        };
    }

    private Future<Authorized> signed(Invocation invocation, ClientRequest request) {
        return callers.identify(request, invocation.expected())
                .transform(
                        caller ->
                                caller.succeeded()
                                        ? invocation.judged(callers, request, caller.result())
                                        : Future.failedFuture(Denials.of(caller.cause())));
    }

    private Future<Authorized> function(
            WebSocketCall call, ClientRequest request, FunctionAuthorizer authorizer) {
        Invocation invocation = Invocation.of(call, request, clock);
        return functions
                .ask(Question.of(call, request, authorizer))
                .transform(
                        said ->
                                said.succeeded()
                                        ? judged(invocation, said.result())
                                        : Future.failedFuture(Denials.ofAuthorizer(said.cause())));
    }

    private static Future<Authorized> judged(Invocation invocation, AuthorizerResponse response) {
        Decision decision = invocation.decide(response.verdict());
        return decision.isAllowed()
                ? Future.succeededFuture(response.caller())
                : Future.failedFuture(Denials.ofAuthorizer(decision));
    }
}
