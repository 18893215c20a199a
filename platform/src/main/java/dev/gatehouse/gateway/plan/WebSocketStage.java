package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.usage.StageRoutes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a WebSocket API.
 *
 * @param variables the stage variables; none is an empty map
 * @param accessLog what it tells of its connections and messages; null for nothing
 * @param cache tells the stage from itself before its authorizers' caches were flushed
 * @param deployment what it serves; null when nothing was deployed to it yet
 * @param routes what it says of its routes
 * @param clientCertificate the id of what it shows to backends that ask for a certificate; null for
 *     nothing
 */
public record WebSocketStage(
        String name,
        Map<String, String> variables,
        @Nullable AccessLog accessLog,
        String cache,
        @Nullable WebSocketDeployment deployment,
        StageRoutes routes,
        @Nullable String clientCertificate) {
    public WebSocketStage {
        variables = Map.copyOf(variables);
    }
}
