package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.websocket.SelectionExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot a deployment took of a WebSocket API.
 *
 * @param selection selects a route by a message
 * @param routes by key
 */
public record WebSocketDeployment(
        String id, SelectionExpression selection, Map<String, WebSocketRoute> routes) {
    public WebSocketDeployment {
        routes = Map.copyOf(routes);
    }

    /** The deployment of these routes. */
    public static WebSocketDeployment of(
            String id, SelectionExpression selection, List<WebSocketRoute> routes) {
        Map<String, WebSocketRoute> byKey = new HashMap<>();
        routes.forEach(route -> byKey.put(route.key(), route));
        return new WebSocketDeployment(id, selection, byKey);
    }

    /** The route of a key; null when there is none. */
    public @Nullable WebSocketRoute route(String key) {
        return routes.get(key);
    }
}
