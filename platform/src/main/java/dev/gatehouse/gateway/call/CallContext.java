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

    /** What it has beside that where it found its method. */
    private static final List<String> OF_METHOD = List.of("resourceId", "resourcePath");

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
    private static ContextVariables variables(RestApiCall call) {
        ContextVariables variables = variables(call.request(), call.plan(), call.stage());
        for (String name : OF_METHOD) {
            variables.put(name, find(call, name));
        }
        return CallerVariables.put(variables, call.authorized());
    }

    /** One variable of a matched call; null when there is none. */
    public static @Nullable Object find(RestApiCall call, String name) {
        return switch (name) {
            case "resourceId" -> call.resource().id();
            case "resourcePath" -> call.resource().path();
            default -> {
                Object ofCaller = CallerVariables.find(call.authorized(), name);
                yield ofCaller != null
                        ? ofCaller
                        : find(call.request(), call.plan(), call.stage(), name);
            }
        };
    }

    /** The {@code $context} of a request that reached a stage. */
    private static ContextVariables variables(
            ClientRequest request, RestPlan plan, RestStage stage) {
        ContextVariables variables = new ContextVariables();
        for (String name : OF_REQUEST) {
            variables.put(name, find(request, plan, stage, name));
        }
        return variables;
    }

    /** One variable of a request that reached a stage; null when there is none. */
    public static @Nullable Object find(
            ClientRequest request, RestPlan plan, RestStage stage, String name) {
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
}
