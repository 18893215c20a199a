package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.proxy.Arrival;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import dev.gatehouse.proxy.RequestTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers what templates and mapped parameters can read. */
public final class CallContext {

    private CallContext() {}

    /**
     * What a request has that reached a stage of a REST API, whether it found its method or not.
     */
    public static MappingInput of(ClientRequest request, RestPlan plan, RestStage stage) {
        return new MappingInput(
                request.headers(),
                QueryParameters.parse(request.line().query()),
                Map.of(),
                new JsonBody(request.payload().toString()),
                variables(request, plan, stage),
                stage.variables());
    }

    /** What a matched call of a REST API has. */
    public static MappingInput of(RestApiCall call) {
        return new MappingInput(
                call.request().headers(),
                QueryParameters.parse(call.request().line().query()),
                call.pathParameters(),
                new JsonBody(call.request().payload().toString()),
                variables(call),
                call.stage().variables());
    }

    /** The {@code $context} of a matched call. */
    public static ContextVariables variables(RestApiCall call) {
        ContextVariables variables = variables(call.request(), call.plan(), call.stage());
        variables.put("resourceId", call.resource().id());
        variables.put("resourcePath", call.resource().path());
        variables.put("path", call.request().line().path());
        Authorized caller = call.authorized();
        variables.put("authorizer.principalId", caller.principalId());
        if (caller.token() != null) {
            variables.put("authorizer.claims", new LinkedHashMap<>(caller.token().claims()));
        }
        caller.context().forEach((name, value) -> variables.put("authorizer." + name, value));
        caller.identity().forEach((name, value) -> variables.put("identity." + name, value));
        return variables;
    }

    /** The {@code $context} of a request that reached a stage. */
    public static ContextVariables variables(
            ClientRequest request, RestPlan plan, RestStage stage) {
        Arrival arrival = request.arrival();
        return new ContextVariables()
                .put("apiId", plan.address().apiId())
                .put("accountId", plan.address().account().value())
                .put("endpointType", plan.endpoint().name())
                .put("stage", stage.name())
                .put("deploymentId", stage.deployment().id())
                .put("isCanaryRequest", RestApiCall.canary(plan, stage))
                .put("requestId", request.ids().requestId().value())
                .put("extendedRequestId", request.ids().extendedRequestId())
                .put("httpMethod", request.method())
                .put("protocol", request.line().protocol())
                .put("path", request.line().path())
                .put("domainName", arrival.domainName())
                .put("domainPrefix", arrival.domainPrefix())
                .put("requestTime", RequestTime.of(arrival.millis()))
                .put("requestTimeEpoch", arrival.millis())
                .put("xrayTraceId", request.ids().trace())
                .put("identity.sourceIp", arrival.sourceIp())
                .put("identity.userAgent", request.header("User-Agent"));
    }
}
