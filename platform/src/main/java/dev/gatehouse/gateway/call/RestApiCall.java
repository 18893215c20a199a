package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.RestMethod;
import dev.gatehouse.gateway.plan.RestPlan;
import dev.gatehouse.gateway.plan.RestResource;
import dev.gatehouse.gateway.plan.RestStage;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.proxy.ClientRequest;
import java.util.Map;

/**
 * A request that found its method in a REST API.
 *
 * @param path the request's path below the stage, as it stands in the request
 */
public record RestApiCall(
        ClientRequest request,
        RestPlan plan,
        RestStage stage,
        String path,
        Match<RestResource> match,
        RestMethod method) {

    public RestResource resource() {
        return match.value();
    }

    public Map<String, String> pathParameters() {
        return match.pathParameters();
    }

    /** The ARN by which function policies know this call's method. */
    public String sourceArn() {
        return plan.address()
                .executeApiArn(stage.name() + '/' + request.method() + resource().path());
    }
}
