package dev.gatehouse.gateway.plan;

import java.util.Map;

/**
 * An HTTP API: its stages, {@code $default} perhaps among them.
 *
 * @param stages by stage name
 */
public record HttpPlan(
        ApiAddress address, boolean executeApiEndpointDisabled, Map<String, HttpStage> stages)
        implements ApiPlan {

    /** The name of the stage that is served without its name in the path. */
    public static final String DEFAULT_STAGE = "$default";

    public HttpPlan {
        stages = Map.copyOf(stages);
    }
}
