package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.http.HttpShelves.key;
import static dev.gatehouse.gateway.stored.Refusals.conflict;

import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Stored;
import java.util.Optional;

/** Which route keys of an API are taken, as one transaction sees it. */
final class RouteKeys {
    private final Documents<PathRoutes> paths;
    private final Scope scope;
    private final String apiId;

    RouteKeys(Documents<PathRoutes> paths, Scope scope, String apiId) {
        this.paths = paths;
        this.scope = scope;
        this.apiId = apiId;
    }

    /** Takes a key for a route; refuses one that another route has or that contradicts another. */
    void take(RouteKey key, String routeId) {
        String id = key(apiId, key.form());
        Optional<Stored<PathRoutes>> found = paths.find(scope, id);
        if (found.isEmpty()) {
            paths.insert(scope, id, PathRoutes.of(key, routeId));
            return;
        }
        PathRoutes present = found.get().value();
        if (!present.path().equals(key.path())) {
            throw conflict(
                    "The provided route key \"%s\" has a conflicting variable on the same hierarchical level as \"%s\""
                            .formatted(key, present.example()));
        }
        if (present.routes().containsKey(key.method())) {
            throw conflict("Route with key %s already exists for this API".formatted(key));
        }
        paths.replace(scope, found.get(), present.with(key, routeId));
    }

    /** Gives a key back. */
    void release(RouteKey key) {
        String id = key(apiId, key.form());
        Optional<Stored<PathRoutes>> found = paths.find(scope, id);
        if (found.isEmpty()) {
            return;
        }
        PathRoutes left = found.get().value().without(key);
        if (left.routes().isEmpty()) {
            paths.delete(scope, id);
        } else {
            paths.replace(scope, found.get(), left);
        }
    }

    /** Gives all keys back. */
    void releaseAll() {
        paths.deleteAll(scope, key(apiId, ""));
    }
}
