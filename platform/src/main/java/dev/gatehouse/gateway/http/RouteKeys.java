package dev.gatehouse.gateway.http;

import static dev.gatehouse.gateway.stored.Refusals.conflict;

import dev.gatehouse.gateway.stored.Drawer;
import java.util.Optional;

/** Which route keys of an API are taken, as one transaction sees it. */
final class RouteKeys {
    private final Drawer<PathRoutes> paths;

    RouteKeys(Drawer<PathRoutes> paths) {
        this.paths = paths;
    }

    /** Takes a key for a route; refuses one that another route has or that contradicts another. */
    void take(RouteKey key, String routeId) {
        Optional<PathRoutes> found = paths.find(key.form());
        if (found.isEmpty()) {
            paths.put(key.form(), PathRoutes.of(key, routeId));
            return;
        }
        PathRoutes present = found.get();
        if (!present.path().equals(key.path())) {
            throw conflict(
                    "The provided route key \"%s\" has a conflicting variable on the same hierarchical level as \"%s\""
                            .formatted(key, present.example()));
        }
        if (present.routes().containsKey(key.method())) {
            throw conflict("Route with key %s already exists for this API".formatted(key));
        }
        paths.put(key.form(), present.with(key, routeId));
    }

    /** Gives a key back. */
    void release(RouteKey key) {
        Optional<PathRoutes> found = paths.find(key.form());
        if (found.isEmpty()) {
            return;
        }
        PathRoutes left = found.get().without(key);
        if (left.routes().isEmpty()) {
            paths.delete(key.form());
        } else {
            paths.put(key.form(), left);
        }
    }

    /** Gives all keys back. */
    void releaseAll() {
        paths.deleteAll();
    }
}
