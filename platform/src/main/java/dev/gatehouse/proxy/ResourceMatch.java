package dev.gatehouse.proxy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resource of a REST API that a request found, as its event names it.
 *
 * @param path the request's path below the stage, as it stands in the request
 * @param pathParameters as they stand in the request; none is an empty map
 * @param canary whether the stage's canary serves; null where the stage has none
 */
public record ResourceMatch(
        ApiStage stage,
        String deploymentId,
        String resourceId,
        String resourcePath,
        String path,
        Map<String, String> pathParameters,
        @Nullable Boolean canary) {}
