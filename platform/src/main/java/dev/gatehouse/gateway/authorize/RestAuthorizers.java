package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.authorize.token.Tokens;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.TestCalls;
import dev.gatehouse.gateway.plan.EndpointType;
import dev.gatehouse.gateway.plan.authorize.Authorization;
import dev.gatehouse.gateway.plan.authorize.FunctionAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.signed.Callers;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Who may call a method of a REST API: its authorization and the API's resource policy together, as
 * AWS combines them ("How API Gateway resource policies affect authorization workflow").
 */
final class RestAuthorizers {
    private static final Future<Authorized> ANONYMOUS =
            Future.succeededFuture(Authorized.ANONYMOUS);

    private final Callers callers;
    private final FunctionAuthorizers functions;
    private final Tokens tokens;
    private final VpcEndpoint network;
    private final Clock clock;

    RestAuthorizers(
            Callers callers,
            FunctionAuthorizers functions,
            Tokens tokens,
            VpcEndpoint network,
            Clock clock) {
        this.network = network;
        this.callers = callers;
        this.functions = functions;
        this.tokens = tokens;
        this.clock = clock;
    }

    Future<Authorized> ask(RestApiCall call) {
        return isPrivate(call)
                ? decided(call).map(caller -> caller.withIdentity(network.identity()))
                : decided(call);
    }

    /**
     * Whether the method's response, which is kept, may be made anew. Who signed needs {@code
     * execute-api:InvalidateCache} on the method; others cannot have it.
     */
    boolean mayInvalidate(RestApiCall call) {
        Actor caller = call.authorized().actor();
        return caller != null && invocation(call).invalidating().decide(caller).isAllowed();
    }

    private static boolean isPrivate(RestApiCall call) {
        return call.plan().endpoint() == EndpointType.PRIVATE;
    }

    private Invocation invocation(RestApiCall call) {
        Invocation invocation = Invocation.of(call, clock);
        return isPrivate(call) ? invocation.through(network) : invocation;
    }

    private Future<Authorized> decided(RestApiCall call) {
        return switch (call.method().authorization()) {
            case Authorization.Open _ -> open(call);
            case Authorization.Iam _ -> signed(invocation(call), call);
            case FunctionAuthorizer authorizer -> function(invocation(call), call, authorizer);
            case TokenAuthorizer authorizer -> bearer(call, authorizer);
        };
    }

    /** What a method's authorizer says for itself, asked anew. */
    Future<TestCalls.Said> test(RestApiCall call, Map<String, String> context) {
        return switch (call.method().authorization()) {
            case Authorization.Open _, Authorization.Iam _ ->
                    Future.succeededFuture(new TestCalls.Said(null, null, Map.of()));
            case FunctionAuthorizer authorizer ->
                    functions
                            .askAnew(
                                    Question.of(
                                            call,
                                            authorizer,
                                            Invocation.of(call, clock).arn(),
                                            context))
                            .map(AuthorizerResponse::said)
                            .recover(cause -> Future.failedFuture(Denials.ofAuthorizer(cause)));
            case TokenAuthorizer authorizer ->
                    bearer(call, authorizer)
                            .map(
                                    caller ->
                                            new TestCalls.Said(
                                                    null,
                                                    null,
                                                    caller.token() == null
                                                            ? Map.of()
                                                            : caller.token().claims()));
        };
    }

    /** With a policy, not to be denied is not enough. */
    private Future<Authorized> open(RestApiCall call) {
        if (call.stage().deployment().policy() == null) {
            return ANONYMOUS;
        }
        Invocation invocation = invocation(call);
        Decision decision = invocation.decideAnonymous();
        return decision.isAllowed()
                ? ANONYMOUS
                : Future.failedFuture(Denials.of(invocation.anonymous(), invocation, decision));
    }

    private Future<Authorized> signed(Invocation invocation, RestApiCall call) {
        return Phases.through(
                        Phases.AUTHENTICATE,
                        call.trail(),
                        clock,
                        () -> callers.identify(call.request(), invocation.expected()))
                .transform(
                        caller ->
                                caller.succeeded()
                                        ? authorized(
                                                call,
                                                () ->
                                                        invocation.judged(
                                                                callers,
                                                                call.request(),
                                                                caller.result()))
                                        : Future.failedFuture(Denials.of(caller.cause())));
    }

    private Future<Authorized> authorized(RestApiCall call, Supplier<Future<Authorized>> decision) {
        return Phases.through(Phases.AUTHORIZE, call.trail(), clock, decision);
    }

    /** A policy has to allow what a token's bearer calls, by itself. */
    private Future<Authorized> bearer(RestApiCall call, TokenAuthorizer authorizer) {
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
                        () -> tokens.ofRest(sent == null ? null : sent.getFirst(), authorizer))
                .recover(cause -> Future.failedFuture(Denials.ofToken(cause)))
                .compose(caller -> open(call).map(caller));
    }

    /** What the API's policy denies, no authorizer is asked about. */
    private Future<Authorized> function(
            Invocation invocation, RestApiCall call, FunctionAuthorizer authorizer) {
        Decision byApi = invocation.decideAnonymous();
        if (byApi instanceof Decision.Denied) {
            return Future.failedFuture(Denials.of(invocation.anonymous(), invocation, byApi));
        }
        return functions
                .ask(Question.of(call, authorizer, invocation.arn(), Map.of()))
                .transform(
                        said ->
                                said.succeeded()
                                        ? authorized(
                                                call,
                                                () -> judged(invocation, byApi, said.result()))
                                        : Future.failedFuture(Denials.ofAuthorizer(said.cause())));
    }

    /** Either policy may allow, and each may deny. */
    private static Future<Authorized> judged(
            Invocation invocation, Decision byApi, AuthorizerResponse response) {
        Decision decision = invocation.decide(response.verdict());
        boolean allowed =
                switch (decision) {
                    case Decision.Allowed _ -> true;
                    case Decision.NotAllowed _ -> byApi.isAllowed();
                    case Decision.Denied _ -> false;
                };
        return allowed
                ? Future.succeededFuture(response.caller())
                : Future.failedFuture(Denials.ofAuthorizer(decision));
    }
}
