package dev.gatehouse.gateway.plan.usage;

import java.util.Map;

/**
 * What a stage says of its routes.
 *
 * @param usual of routes of which it says nothing else
 * @param byRoute by route key
 */
public record StageRoutes(RouteRules usual, Map<String, RouteRules> byRoute) {
    public static final StageRoutes NONE = new StageRoutes(RouteRules.USUAL, Map.of());

    public StageRoutes {
        byRoute = Map.copyOf(byRoute);
    }

    /** What it says of one route. */
    public RouteRules of(String routeKey) {
        return byRoute.getOrDefault(routeKey, usual);
    }
}
