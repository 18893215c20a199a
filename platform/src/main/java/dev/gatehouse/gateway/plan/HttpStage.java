package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.usage.StageRoutes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an HTTP API.
 *
 * @param variables the stage variables; none is an empty map
 * @param accessLog what it tells of its requests; null for nothing
 * @param cache tells the stage from itself before its caches were flushed
 * @param deployment what it serves, whether auto-deployed or not; null when nothing was deployed to
 *     it yet
 * @param routes what it says of its routes
 */
public record HttpStage(
        String name,
        Map<String, String> variables,
        @Nullable AccessLog accessLog,
        String cache,
        @Nullable HttpDeployment deployment,
        StageRoutes routes) {
    public HttpStage {
        variables = Map.copyOf(variables);
    }

    /** The stage with another deployment. */
    public HttpStage with(HttpDeployment next) {
        return new HttpStage(name, variables, accessLog, cache, next, routes);
    }
}
