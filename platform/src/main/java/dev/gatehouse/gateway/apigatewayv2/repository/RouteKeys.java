package dev.gatehouse.gateway.apigatewayv2.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.conflict;

import dev.gatehouse.gateway.resource.ApiDocuments;
import java.util.Optional;

/** Which route keys of an API are taken, as one transaction sees it. */
final class RouteKeys {
    private final ApiDocuments<PathEntry> paths;

    RouteKeys(ApiDocuments<PathEntry> paths) {
        this.paths = paths;
    }

    /** Takes a key for a route; rejects one that another route has or that contradicts another. */
    void take(RouteKey key, String routeId) {
        Optional<PathEntry> found = paths.find(key.form());
        if (found.isEmpty()) {
            paths.put(key.form(), PathEntry.of(key, routeId));
            return;
        }
        PathEntry present = found.get();
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
        Optional<PathEntry> found = paths.find(key.form());
        if (found.isEmpty()) {
            return;
        }
        PathEntry left = found.get().without(key);
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
