package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.call.WebSocketCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.ConditionKeys;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.identity.policy.Permissions;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.PolicyKind;
import dev.gatehouse.identity.policy.PolicyRequest;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.identity.policy.RequestValues;
import dev.gatehouse.identity.sigv4.verify.Expected;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.signed.Callers;
import dev.gatehouse.proxy.signed.SignedCaller;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies are asked of a call: {@code execute-api:Invoke} on the ARN of its method ("How
 * Amazon API Gateway works with IAM").
 *
 * @param action another one where the call is none of the API's clients'
 * @param arn the method's ARN with the path of the request
 * @param decoded the same with what the path escapes written out; often the same
 * @param policy the API's own policy; null for none
 * @param keys the values of condition keys
 */
record Invocation(
        ApiAddress address,
        String action,
        String arn,
        String decoded,
        @Nullable Policy policy,
        ConditionKeys keys) {
    private static final String SERVICE = "execute-api";
    private static final Policy EVERYTHING =
            Policy.of("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}");
    private static final Policy NOTHING = Policy.of("{\"Statement\":[]}");
    private static final Decision NOT_NAMED = new Decision.NotAllowed(PolicyKind.RESOURCE);
    private static final String ACTION = "execute-api:Invoke";
    private static final String INVALIDATE = "execute-api:InvalidateCache";
    private static final String MANAGE = "execute-api:ManageConnections";

    static Invocation of(RestApiCall call, Clock clock) {
        MethodArn arn = MethodArn.of(call);
        ApiAddress address = call.plan().address();
        return new Invocation(
                address,
                ACTION,
                arn.asSent(),
                arn.decoded(),
                call.stage().deployment().policy(),
                keys(address, call.request(), clock));
    }

    /** The same for a request that came through a VPC endpoint. */
    Invocation through(VpcEndpoint endpoint) {
        return new Invocation(address, action, arn, decoded, policy, endpoint.keys(keys));
    }

    /** The same of a caller who wants the method's response made anew, which is kept. */
    Invocation invalidating() {
        return new Invocation(address, INVALIDATE, arn, decoded, policy, keys);
    }

    static Invocation of(HttpApiCall call, Clock clock) {
        String arn = MethodArn.of(call);
        ApiAddress address = call.plan().address();
        return new Invocation(
                address, ACTION, arn, arn, null, keys(address, call.request(), clock));
    }

    static Invocation of(WebSocketCall call, ClientRequest request, Clock clock) {
        String arn = call.sourceArn();
        ApiAddress address = call.address();
        return new Invocation(address, ACTION, arn, arn, null, keys(address, request, clock));
    }

    /** Of a call of {@code @connections}. */
    static Invocation managing(String arn, ApiAddress address, ClientRequest request, Clock clock) {
        return new Invocation(address, MANAGE, arn, arn, null, keys(address, request, clock));
    }

    private static ConditionKeys keys(ApiAddress address, ClientRequest request, Clock clock) {
        ConditionKeys own =
                key ->
                        switch (key) {
                            case "aws:resourceaccount" -> List.of(address.account().value());
                            case "aws:referer" -> header(request, "Referer");
                            case "aws:useragent" -> header(request, "User-Agent");
                            default -> null;
                        };
        return own.or(new GlobalKeys(request.arrival().sourceIp(), address.region(), clock.now()));
    }

    private static List<String> header(ClientRequest request, String name) {
        String value = request.header(name);
        return value == null ? List.of() : List.of(value);
    }

    /**
     * What all policies say of somebody who calls. An escape in the path evades no denial, and fits
     * no pattern that its plain writing does not: both have to be allowed.
     */
    Decision decide(Actor actor) {
        Decision decision = decide(actor, arn);
        return decision.isAllowed() && !decoded.equals(arn) ? decide(actor, decoded) : decision;
    }

    /** Whoever signed, unless policies do not let them call. */
    Future<Authorized> judged(Callers callers, ClientRequest request, SignedCaller caller) {
        Decision decision = decide(caller.actor());
        if (decision.isAllowed()) {
            return Future.succeededFuture(Authorized.signed(caller.identity(), caller.actor()));
        }
        callers.denied(request, caller, action, arn, decision);
        return Future.failedFuture(Denials.of(caller.actor().principal(), this, decision));
    }

    /** What the API's own policy says of somebody whom no signature names. */
    Decision decideAnonymous() {
        return policy == null ? NOT_NAMED : decide(new Actor(anonymous(), Permissions.NONE));
    }

    /** What the authorizer said of this method. */
    Decision decide(AuthorizerResponse.Verdict verdict) {
        return switch (verdict) {
            case AuthorizerResponse.Simple(boolean authorized) ->
                    authorized ? EVERYTHING.decide(request(arn)) : NOTHING.decide(request(arn));
            case AuthorizerResponse.ByPolicy(Policy document, String _) -> {
                Decision decision = document.decide(request(arn));
                yield decision.isAllowed() && !decoded.equals(arn)
                        ? document.decide(request(decoded))
                        : decision;
            }
        };
    }

    Principal anonymous() {
        return Principal.anonymous(address.account());
    }

    /** The scope that a signature has to have. */
    Expected expected() {
        return new Expected(SERVICE, address.region().name());
    }

    private PolicyRequest request(String resource) {
        return new PolicyRequest(
                anonymous(), action, resource, new RequestValues(anonymous(), keys));
    }

    private Decision decide(Actor actor, String resource) {
        return actor.decide(
                action, new ProtectedResource(resource, address.account(), policy), keys);
    }
}
