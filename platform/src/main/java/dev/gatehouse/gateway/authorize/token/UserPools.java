package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.identity.oidc.JsonDocuments;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the user pools are that authorizers of REST APIs name: at AWS, or at an endpoint. */
public final class UserPools {
    private final JsonDocuments documents;
    private final @Nullable URI endpoint;

    /**
     * @param backends reach the endpoint
     * @param endpoint what serves {@code cognito-idp}; null for AWS
     */
    public UserPools(Backends backends, @Nullable URI endpoint) {
        this.documents = new JsonDocuments(backends::request);
        this.endpoint = endpoint;
    }

    /** The issuers that tokens of a pool name: AWS's, and the endpoint where there is one. */
    Set<String> names(TokenIssuer.UserPool pool) {
        return endpoint == null ? Set.of(pool.url()) : Set.of(pool.url(), url(pool));
    }

    /** The pool's keys. */
    Future<String> keys(TokenIssuer.UserPool pool) {
        return documents.read(url(pool) + "/.well-known/jwks.json");
    }

    private String url(TokenIssuer.UserPool pool) {
        if (endpoint == null) {
            return pool.url();
        }
        String base = endpoint.toString();
        return (base.endsWith("/") ? base : base + '/') + pool.poolId();
    }
}
