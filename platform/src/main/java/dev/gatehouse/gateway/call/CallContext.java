package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.map.ContextVariables;
import dev.gatehouse.gateway.map.JsonBody;
import dev.gatehouse.gateway.map.MappingInput;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.QueryParameters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what templates and mapped parameters can read. */
public final class CallContext {
    /** What a request has that reached a stage. */
    private static final List<String> OF_REQUEST =
            RequestVariables.with(
                    "apiId",
                    "accountId",
                    "endpointType",
                    "stage",
                    "deploymentId",
                    "isCanaryRequest",
                    "requestId",
                    "xrayTraceId");

    private static final String RESOURCE_ID = "resourceId";
    private static final String RESOURCE_PATH = "resourcePath";

    private CallContext() {}

    /**
     * What a request has that reached a stage of a REST API, whether it found its method or not.
     */
    public static MappingInput of(ClientRequest request, RestPlan plan, RestStage stage) {
        return new MappingInput(
                request.headers(),
                QueryParameters.parse(request.line().query()),
                Map.of(),
                new JsonBody(request.payload()),
                new ContextVariables(variables(request, plan, stage)),
                stage.variables());
    }

    /** What a matched call of a REST API has. */
    public static MappingInput of(RestApiCall call) {
        return new MappingInput(
                call.request().headers(),
                QueryParameters.parse(call.request().line().query()),
                call.pathParameters(),
                new JsonBody(call.request().payload()),
                new ContextVariables(variables(call)),
                call.stage().variables());
    }

    /** The {@code $context} of a matched call. */
    static ContextVariables.Source variables(RestApiCall call) {
        return new Matched(call);
    }

    /** The {@code $context} of a request that reached a stage. */
    public static ContextVariables.Source variables(
            ClientRequest request, RestPlan plan, RestStage stage) {
        return new Staged(request, plan, stage);
    }

    /** One variable of a matched call; null when there is none. */
    public static @Nullable Object find(RestApiCall call, String name) {
        return variables(call).find(name);
    }

    private record Matched(RestApiCall call) implements ContextVariables.Source {
        @Override
        public @Nullable Object find(String name) {
            return switch (name) {
                case RESOURCE_ID -> call.resource().id();
                case RESOURCE_PATH -> call.resource().path();
                default -> {
                    Object ofCaller = CallerVariables.find(call.authorized(), name);
                    yield ofCaller != null ? ofCaller : staged().find(name);
                }
            };
        }

        @Override
        public void fill(ContextVariables variables) {
            staged().fill(variables);
            variables.put(RESOURCE_ID, call.resource().id());
            variables.put(RESOURCE_PATH, call.resource().path());
            CallerVariables.put(variables, call.authorized());
        }

        private Staged staged() {
            return new Staged(call.request(), call.plan(), call.stage());
        }
    }

    private record Staged(ClientRequest request, RestPlan plan, RestStage stage)
            implements ContextVariables.Source {
        @Override
        public @Nullable Object find(String name) {
            return switch (name) {
                case "apiId" -> plan.address().apiId();
                case "accountId" -> plan.address().account().value();
                case "endpointType" -> plan.endpoint().name();
                case "stage" -> stage.name();
                case "deploymentId" -> stage.deployment().id();
                case "isCanaryRequest" -> RestApiCall.canary(plan, stage);
                case "requestId" -> request.ids().requestId().value();
                case "xrayTraceId" -> request.ids().trace();
                default -> RequestVariables.find(request, name);
            };
        }

        @Override
        public void fill(ContextVariables variables) {
            OF_REQUEST.forEach(name -> variables.put(name, find(name)));
        }
    }
}
