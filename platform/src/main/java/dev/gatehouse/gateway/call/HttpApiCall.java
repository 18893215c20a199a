package dev.gatehouse.gateway.call;

import dev.gatehouse.gateway.plan.HttpPlan;
import dev.gatehouse.gateway.plan.HttpRoute;
import dev.gatehouse.gateway.plan.HttpStage;
import dev.gatehouse.gateway.route.Match;
import dev.gatehouse.proxy.ClientRequest;
import java.util.Map;

/**
 * A request that found its route in an HTTP API.
 *
 * @param path the decoded path, stage included where the client named it
 */
public record HttpApiCall(
        ClientRequest request,
        HttpPlan plan,
        HttpStage stage,
        String path,
        Match<HttpRoute> match) {

    public HttpRoute route() {
        return match.value();
    }

    public Map<String, String> pathParameters() {
        return match.pathParameters();
    }

    /** The ARN by which function policies know this call's route. */
    public String sourceArn() {
        String key = route().routeKey();
        int space = key.indexOf(' ');
        String target = space < 0 ? key : request.method() + key.substring(space + 1);
        return plan.address().executeApiArn(stage.name() + '/' + target);
    }
}
