package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import dev.gatehouse.proxy.RequestTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers the {@code $context} of HTTP APIs. */
public final class HttpCallContext {
    private HttpCallContext() {}

    /** What a request has that reached a stage, whether it found its route or not. */
    public static ContextVariables of(ClientRequest request, HttpPlan plan, HttpStage stage) {
        Arrival arrival = request.arrival();
        return new ContextVariables()
                .put("accountId", plan.address().account().value())
                .put("apiId", plan.address().apiId())
                .put("stage", stage.name())
                .put("domainName", arrival.domainName())
                .put("domainPrefix", arrival.domainPrefix())
                .put("requestId", request.ids().extendedRequestId())
                .put("extendedRequestId", request.ids().extendedRequestId())
                .put("httpMethod", request.method())
                .put("path", request.line().path())
                .put("protocol", request.line().protocol())
                .put("requestTime", RequestTime.of(arrival.millis()))
                .put("requestTimeEpoch", arrival.millis())
                .put("identity.sourceIp", arrival.sourceIp())
                .put("identity.userAgent", request.header("User-Agent"));
    }

    /** What mapped parameters can read of a call. */
    public static MappingInput input(HttpApiCall call) {
        Map<String, String> path = new HashMap<>(call.pathParameters());
        path.put(MappingInput.WHOLE_PATH, call.routePath());
        return new MappingInput(
                call.request().headers(),
                QueryParameters.parse(call.request().line().query()),
                path,
                new JsonBody(call.request().payload().toString()),
                of(call),
                call.stage().variables());
    }

    /** What a request has that found its route. */
    static ContextVariables of(HttpApiCall call) {
        ContextVariables variables = of(call.request(), call.plan(), call.stage());
        variables.put("routeKey", call.route().routeKey());
        Authorized caller = call.authorized();
        variables.put("authorizer.principalId", caller.principalId());
        if (caller.token() != null) {
            variables.put("authorizer.claims", new LinkedHashMap<>(caller.token().claims()));
        }
        caller.context().forEach((name, value) -> variables.put("authorizer." + name, value));
        caller.identity().forEach((name, value) -> variables.put("identity." + name, value));
        return variables;
    }
}
