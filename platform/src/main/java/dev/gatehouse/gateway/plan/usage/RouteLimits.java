package dev.gatehouse.gateway.plan.usage;

import java.util.Map;

/**
 * The rate limits of a stage's routes, each for itself.
 *
 * @param usual that of routes that have none of their own
 * @param byRoute by route key
 */
public record RouteLimits(RateLimit usual, Map<String, RateLimit> byRoute) {
    public static final RouteLimits NONE = new RouteLimits(RateLimit.NONE, Map.of());

    public RouteLimits {
        byRoute = Map.copyOf(byRoute);
    }

    /** The limit of one route. */
    public RateLimit of(String routeKey) {
        return byRoute.getOrDefault(routeKey, usual);
    }
}
