package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.integrate.FunctionCalls;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.Future;
import java.util.Map;

/** Finds out who calls a method or a route, and whether they may. */
public final class Authorizers {
    private final RestAuthorizers rest;
    private final HttpAuthorizers http;
    private final WebSocketAuthorizers sockets;
    private final Callers callers;
    private final Clock clock;

    /**
     * @param callers who signed a request
     * @param functions where the functions of Lambda authorizers are called
     * @param tokens who bears a token
     */
    public Authorizers(Callers callers, FunctionCalls functions, Tokens tokens, Clock clock) {
        this(callers, functions, tokens, VpcEndpoint.NONE, clock);
    }

    /**
     * @param network what requests to private APIs come through
     */
    public Authorizers(
            Callers callers,
            FunctionCalls functions,
            Tokens tokens,
            VpcEndpoint network,
            Clock clock) {
        FunctionAuthorizers authorizers = new FunctionAuthorizers(functions, clock);
        this.rest = new RestAuthorizers(callers, authorizers, tokens, network, clock);
        this.http = new HttpAuthorizers(callers, authorizers, tokens, clock);
        this.sockets = new WebSocketAuthorizers(callers, authorizers, clock);
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * What is known of the caller now. Fails with a {@link dev.gatehouse.gateway.call.Rejection}
     * when they may not call.
     */
    public Future<Authorized> ask(RestApiCall call) {
        return rest.ask(call);
    }

    /** Whether a caller may have a response made anew that the stage keeps. */
    public boolean mayInvalidate(RestApiCall call) {
        return rest.mayInvalidate(call);
    }

    /**
     * What the authorizer of a call's method says now, whatever it said before.
     *
     * @param context what it finds in the request's context beside, or in place of, what is there
     */
    public Future<TestCalls.Said> test(RestApiCall call, Map<String, String> context) {
        return rest.test(call, context);
    }

    /** The same; fails with a {@link dev.gatehouse.gateway.call.HttpRejection}. */
    public Future<Authorized> ask(HttpApiCall call) {
        return http.ask(call);
    }

    /**
     * The same of somebody who connects to a WebSocket API; fails with a {@link
     * dev.gatehouse.gateway.call.Rejection}.
     */
    public Future<Authorized> ask(WebSocketCall call, ClientRequest request) {
        return sockets.ask(call, request);
    }

    /**
     * Lets pass who may manage a connection of a WebSocket API ({@code
     * execute-api:ManageConnections}); fails with a {@link dev.gatehouse.gateway.call.Rejection}.
     *
     * @param request with its body whole
     * @param path below the stage: {@code POST/@connections/id}
     */
    public Future<Authorized> askToManage(
            ClientRequest request, ApiAddress api, String stage, String path) {
        Invocation managing =
                Invocation.managing(api.executeApiArn(stage + '/' + path), api, request, clock);
        return callers.identify(request, managing.expected())
                .transform(
                        caller ->
                                caller.succeeded()
                                        ? managing.judged(callers, request, caller.result())
                                        : Future.failedFuture(Denials.of(caller.cause())));
    }
}
