package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * A stage of a REST API.
 *
 * @param variables the stage variables; none is an empty map
 * @param cache tells the stage from itself before its caches were flushed
 * @param deployment the snapshot the stage points to
 */
public record RestStage(
        String name, Map<String, String> variables, String cache, RestDeployment deployment) {
    public RestStage {
        variables = Map.copyOf(variables);
    }
}
