package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * A REST API: its stages, each serving one deployment.
 *
 * @param name as metrics tell it
 * @param stages by stage name
 */
public record RestPlan(
        ApiAddress address,
        String name,
        boolean executeApiEndpointDisabled,
        Map<String, RestStage> stages)
        implements ApiPlan {

    /** Of an API whose name is its id. */
    public RestPlan(
            ApiAddress address, boolean executeApiEndpointDisabled, Map<String, RestStage> stages) {
        this(address, address.apiId(), executeApiEndpointDisabled, stages);
    }

    public RestPlan {
        stages = Map.copyOf(stages);
    }
}
