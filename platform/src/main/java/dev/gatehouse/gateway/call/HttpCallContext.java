package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the {@code $context} of HTTP APIs. */
public final class HttpCallContext {
    private static final List<String> OF_REQUEST =
            RequestVariables.with("accountId", "apiId", "stage", "requestId");
    private static final String ROUTE_KEY = "routeKey";

    private HttpCallContext() {}

    /** What a request has that reached a stage, whether it found its route or not. */
    private static ContextVariables of(ClientRequest request, HttpPlan plan, HttpStage stage) {
        ContextVariables variables = new ContextVariables();
        for (String name : OF_REQUEST) {
            variables.put(name, find(request, plan, stage, name));
        }
        return variables;
    }

    /** One variable of a request that reached a stage; null when there is none. */
    public static @Nullable Object find(
            ClientRequest request, HttpPlan plan, HttpStage stage, String name) {
        return switch (name) {
            case "accountId" -> plan.address().account().value();
            case "apiId" -> plan.address().apiId();
            case "stage" -> stage.name();
            case "requestId" -> request.ids().extendedRequestId();
            default -> RequestVariables.find(request, name);
        };
    }

    /** One variable of a request that found its route; null when there is none. */
    static @Nullable Object find(HttpApiCall call, String name) {
        if (name.equals(ROUTE_KEY)) {
            return call.route().routeKey();
        }
        Object ofCaller = CallerVariables.find(call.authorized(), name);
        return ofCaller != null ? ofCaller : find(call.request(), call.plan(), call.stage(), name);
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

    private static ContextVariables of(HttpApiCall call) {
        ContextVariables variables =
                of(call.request(), call.plan(), call.stage())
                        .put(ROUTE_KEY, call.route().routeKey());
        return CallerVariables.put(variables, call.authorized());
    }
}
