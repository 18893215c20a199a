package dev.gatehouse.gateway.authorize;

import dev.gatehouse.gateway.call.HttpApiCall;
import dev.gatehouse.gateway.call.RestApiCall;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.identity.policy.Actor;
import dev.gatehouse.identity.policy.Decision;
import dev.gatehouse.identity.policy.GlobalKeys;
import dev.gatehouse.identity.policy.Policy;
import dev.gatehouse.identity.policy.ProtectedResource;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.ClientRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What policies are asked of a call: {@code execute-api:Invoke} on the ARN of its method ("How
 * Amazon API Gateway works with IAM").
 *
 * @param arn the method's ARN with the path of the request
 * @param decoded the same with what the path escapes written out; often the same
 * @param policy the API's own policy; null for none
 * @param keys the values of condition keys
 */
record Invocation(
        ApiAddress address,
        String arn,
        String decoded,
        @Nullable Policy policy,
        Map<String, List<String>> keys) {
    static final String ACTION = "execute-api:Invoke";

    static Invocation of(RestApiCall call, Clock clock) {
        MethodArn arn = MethodArn.of(call);
        ApiAddress address = call.plan().address();
        return new Invocation(
                address,
                arn.asSent(),
                arn.decoded(),
                call.stage().deployment().policy(),
                keys(address, call.request(), clock));
    }

    static Invocation of(HttpApiCall call, Clock clock) {
        String arn = MethodArn.of(call);
        ApiAddress address = call.plan().address();
        return new Invocation(address, arn, arn, null, keys(address, call.request(), clock));
    }

    private static Map<String, List<String>> keys(
            ApiAddress address, ClientRequest request, Clock clock) {
        Map<String, List<String>> keys =
                GlobalKeys.of(request.arrival().sourceIp(), address.region(), clock.now());
        keys.put("aws:resourceaccount", List.of(address.account().value()));
        keys.put("aws:referer", header(request, "Referer"));
        keys.put("aws:useragent", header(request, "User-Agent"));
        return keys;
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

    private Decision decide(Actor actor, String resource) {
        return actor.decide(
                ACTION, new ProtectedResource(resource, address.account(), policy), keys);
    }
}
