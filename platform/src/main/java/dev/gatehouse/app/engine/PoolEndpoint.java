package dev.gatehouse.app.engine;

import dev.gatehouse.client.Endpoints;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where Cognito's user pools are when they are not at AWS: at an endpoint that the settings name,
 * or at the development engine, which starts when it is first asked.
 */
public final class PoolEndpoint {
    /** Signs calls of user pools, and is in the name of their host. */
    public static final String SERVICE = "cognito-idp";

    private final @Nullable URI named;
    private final Endpoints endpoints;
    private final Vertx vertx;

    /**
     * @param named the settings' endpoints, by signing name
     * @param endpoints these and the engine's
     */
    public PoolEndpoint(Map<String, URI> named, Endpoints endpoints, Vertx vertx) {
        this.named = named.get(SERVICE);
        this.endpoints = endpoints;
        this.vertx = vertx;
    }

    /** Whether there is one. */
    public boolean isThere() {
        return endpoints.has(SERVICE);
    }

    /** The endpoint of the settings; null where the engine serves, or AWS. */
    public @Nullable URI named() {
        return named;
    }

    /** Where pools are, once that has started. Fails when it cannot be had. */
    public Future<URI> find() {
        return named != null
                ? Future.succeededFuture(named)
                : vertx.executeBlocking(() -> Objects.requireNonNull(endpoints.of(SERVICE)));
    }
}
