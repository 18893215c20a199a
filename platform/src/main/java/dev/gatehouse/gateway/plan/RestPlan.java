package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * A REST API: its stages, each serving one deployment.
 *
 * @param name as metrics tell it
 * @param endpoint from where it is meant to be called
 * @param stages by stage name
 */
public record RestPlan(
        ApiAddress address,
        String name,
        EndpointType endpoint,
        boolean executeApiEndpointDisabled,
        Map<String, RestStage> stages)
        implements ApiPlan {

    /** Of a regional API whose name is its id. */
    public RestPlan(
            ApiAddress address, boolean executeApiEndpointDisabled, Map<String, RestStage> stages) {
        this(address, address.apiId(), EndpointType.REGIONAL, executeApiEndpointDisabled, stages);
    }

    public RestPlan {
        stages = Map.copyOf(stages);
    }
}
