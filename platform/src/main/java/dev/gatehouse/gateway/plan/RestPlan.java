package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * A REST API: its stages, each serving one deployment.
 *
 * @param stages by stage name
 */
public record RestPlan(
        ApiAddress address, boolean executeApiEndpointDisabled, Map<String, RestStage> stages)
        implements ApiPlan {
    public RestPlan {
        stages = Map.copyOf(stages);
    }
}
