package dev.gatehouse.gateway.plan;

import dev.gatehouse.gateway.plan.usage.MethodSettings;
import java.util.Map;

/**
 * A stage of a REST API.
 *
 * @param variables the stage variables; none is an empty map
 * @param cache tells the stage from itself before its caches were flushed
 * @param deployment the snapshot the stage points to
 * @param settings what it says of its methods, by {@link RestMethod#key}; {@link #ALL} is all
 *     others
 */
public record RestStage(
        String name,
        Map<String, String> variables,
        String cache,
        RestDeployment deployment,
        Map<String, MethodSettings> settings) {
    /** The key of the settings of methods that have none of their own. */
    public static final String ALL = "*/*";

    public RestStage {
        variables = Map.copyOf(variables);
        settings = Map.copyOf(settings);
    }

    /** What it says of a method. */
    public MethodSettings settings(RestMethod method) {
        MethodSettings own = settings.get(method.key());
        return own != null ? own : settings.getOrDefault(ALL, MethodSettings.USUAL);
    }
}
