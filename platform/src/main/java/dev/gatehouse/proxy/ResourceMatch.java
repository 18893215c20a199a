package dev.gatehouse.proxy;

import java.util.Map;

/**
 * The resource of a REST API that a request found, as its event names it.
 *
 * @param path the request's path below the stage, as it stands in the request
 * @param pathParameters as they stand in the request; none is an empty map
 */
public record ResourceMatch(
        ApiStage stage,
        String deploymentId,
        String resourceId,
        String resourcePath,
        String path,
        Map<String, String> pathParameters) {}
