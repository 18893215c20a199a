package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.store.Kind;
import java.util.HashMap;
import java.util.Map;

/**
 * The routes of an API that are on one path, kept beside them: whether a route key is free is then
 * one look, however many routes there are.
 *
 * @param path with the names that its variables have
 * @param routes route ids by method
 */
public record PathEntry(String path, Map<String, String> routes) {
    public static final Kind<PathEntry> KIND = new Kind<>("apigatewayv2.path", PathEntry.class);

    public PathEntry {
        routes = Map.copyOf(routes);
    }

    /** The first route of a path. */
    public static PathEntry of(RouteKey key, String routeId) {
        return new PathEntry(key.path(), Map.of(key.method(), routeId));
    }

    /** The same with one more route. */
    public PathEntry with(RouteKey key, String routeId) {
        Map<String, String> more = new HashMap<>(routes);
        more.put(key.method(), routeId);
        return new PathEntry(path, more);
    }

    /** The same without a route. */
    public PathEntry without(RouteKey key) {
        Map<String, String> fewer = new HashMap<>(routes);
        fewer.remove(key.method());
        return new PathEntry(path, fewer);
    }

    /** The key of some route. */
    public RouteKey example() {
        return new RouteKey(routes.keySet().iterator().next(), path);
    }
}
