package dev.gatehouse.gateway.apigatewayv2.repository;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.gateway.resource.ApiDocuments;
import java.util.List;
import java.util.Objects;

/**
 * The routes of one API as one transaction writes them: with the keys they take and the
 * integrations they lead to.
 */
public final class ApiRoutes {
    private final HttpRepositories repositories;
    private final String apiId;
    private final RouteKeys keys;
    private final ApiDocuments<TargetEntry> targets;

    public ApiRoutes(HttpRepositories repositories, String apiId) {
        this.repositories = repositories;
        this.apiId = apiId;
        this.keys = new RouteKeys(repositories.paths(apiId));
        this.targets = repositories.targets(apiId);
    }

    /** Adds a route, or changes it; rejects a key that another route has or that contradicts it. */
    public void put(Route route) {
        String id = id(route);
        repositories.routes(apiId).find(id).ifPresent(this::release);
        keys.take(routeKey(route), id);
        if (route.target() != null) {
            targets.put(targetId(route), new TargetEntry(id));
        }
        repositories.routes(apiId).put(id, route);
    }

    public void remove(Route route) {
        release(route);
        repositories.routes(apiId).delete(id(route));
    }

    private void release(Route route) {
        keys.release(routeKey(route));
        if (route.target() != null) {
            targets.delete(targetId(route));
        }
    }

    public void removeAll() {
        keys.releaseAll();
        targets.deleteAll();
        repositories.routes(apiId).deleteAll();
    }

    /** The routes that lead to an integration. */
    public List<Route> leadingTo(String integrationId) {
        return targets.all(integrationId + '/').stream()
                .map(target -> repositories.route(apiId, target.routeId()))
                .toList();
    }

    private static String targetId(Route route) {
        String integrationId = TargetEntry.integrationId(Objects.requireNonNull(route.target()));
        return integrationId + '/' + id(route);
    }

    private static String id(Route route) {
        return Objects.requireNonNull(route.routeId());
    }

    private static RouteKey routeKey(Route route) {
        return RouteKey.parse(Objects.requireNonNull(route.routeKey()));
    }
}
