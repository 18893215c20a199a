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

    /** What mapped parameters can read of a call. */
    public static MappingInput input(HttpApiCall call) {
        Map<String, String> path = new HashMap<>(call.pathParameters());
        path.put(MappingInput.WHOLE_PATH, call.routePath());
        return new MappingInput(
                call.request().headers(),
                QueryParameters.parse(call.request().line().query()),
                path,
                new JsonBody(call.request().payload()),
                new ContextVariables(variables(call)),
                call.stage().variables());
    }

    /** The {@code $context} of a request that found its route. */
    static ContextVariables.Source variables(HttpApiCall call) {
        return new Routed(call);
    }

    /** The {@code $context} of a request that reached a stage. */
    public static ContextVariables.Source variables(
            ClientRequest request, HttpPlan plan, HttpStage stage) {
        return new Staged(request, plan, stage);
    }

    private record Routed(HttpApiCall call) implements ContextVariables.Source {
        @Override
        public @Nullable Object find(String name) {
            if (name.equals(ROUTE_KEY)) {
                return call.route().routeKey();
            }
            Object ofCaller = CallerVariables.find(call.authorized(), name);
            return ofCaller != null ? ofCaller : staged().find(name);
        }

        @Override
        public void fill(ContextVariables variables) {
            staged().fill(variables);
            variables.put(ROUTE_KEY, call.route().routeKey());
            CallerVariables.put(variables, call.authorized());
        }

        private Staged staged() {
            return new Staged(call.request(), call.plan(), call.stage());
        }
    }

    private record Staged(ClientRequest request, HttpPlan plan, HttpStage stage)
            implements ContextVariables.Source {
        @Override
        public @Nullable Object find(String name) {
            return switch (name) {
                case "accountId" -> plan.address().account().value();
                case "apiId" -> plan.address().apiId();
                case "stage" -> stage.name();
                case "requestId" -> request.ids().extendedRequestId();
                default -> RequestVariables.find(request, name);
            };
        }

        @Override
        public void fill(ContextVariables variables) {
            OF_REQUEST.forEach(name -> variables.put(name, find(name)));
        }
    }
}
