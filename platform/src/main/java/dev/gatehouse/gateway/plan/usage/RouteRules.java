package dev.gatehouse.gateway.plan.usage;

/**
 * What a stage of an HTTP or WebSocket API says of one of its routes, or of all.
 *
 * @param limit how many requests the route takes
 * @param logging what its execution log tells; nothing for HTTP APIs
 * @param measured whether it has metrics of its own
 */
public record RouteRules(RateLimit limit, ExecutionLogging logging, boolean measured) {
    public static final RouteRules USUAL =
            new RouteRules(RateLimit.NONE, ExecutionLogging.OFF, false);
}
