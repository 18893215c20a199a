package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * A WebSocket API.
 *
 * @param stages by stage name
 */
public record WebSocketPlan(
        ApiAddress address, boolean executeApiEndpointDisabled, Map<String, WebSocketStage> stages)
        implements ApiPlan {
    public WebSocketPlan {
        stages = Map.copyOf(stages);
    }
}
