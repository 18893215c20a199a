package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.http.HttpShelves.key;

import dev.gatehouse.aws.apigatewayv2.Route;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Objects;

/**
 * The routes of one API as one transaction writes them: with the keys they take and the
 * integrations they lead to.
 */
final class ApiRoutes {
    private final HttpShelves shelves;
    private final Scope scope;
    private final String apiId;
    private final RouteKeys keys;
    private final Documents<Target> targets;

    ApiRoutes(HttpShelves shelves, String apiId) {
        this.shelves = shelves;
        this.scope = shelves.scope();
        this.apiId = apiId;
        this.keys = new RouteKeys(shelves.paths(), scope, apiId);
        this.targets = shelves.targets();
    }

    /** Adds a route, or changes it; refuses a key that another route has or that contradicts it. */
    void put(Route route) {
        String id = id(route);
        shelves.routes().find(key(apiId, id)).ifPresent(this::release);
        keys.take(routeKey(route), id);
        if (route.target() != null) {
            targets.insert(scope, targetId(route), new Target(id));
        }
        shelves.routes().put(key(apiId, id), route);
    }

    void remove(Route route) {
        release(route);
        shelves.routes().delete(key(apiId, id(route)));
    }

    private void release(Route route) {
        keys.release(routeKey(route));
        if (route.target() != null) {
            targets.delete(scope, targetId(route));
        }
    }

    void removeAll() {
        keys.releaseAll();
        targets.deleteAll(scope, key(apiId, ""));
        shelves.routes().deleteAll(key(apiId, ""));
    }

    /** The routes that lead to an integration. */
    List<Route> leadingTo(String integrationId) {
        return targets
                .list(scope, key(apiId, integrationId + '/'), null, Integer.MAX_VALUE)
                .stream()
                .map(target -> shelves.route(apiId, target.value().routeId()))
                .toList();
    }

    private String targetId(Route route) {
        String integrationId = RouteRules.integrationId(Objects.requireNonNull(route.target()));
        return key(apiId, integrationId + '/' + id(route));
    }

    private static String id(Route route) {
        return Objects.requireNonNull(route.routeId());
    }

    private static RouteKey routeKey(Route route) {
        return RouteKey.parse(Objects.requireNonNull(route.routeKey()));
    }
}
