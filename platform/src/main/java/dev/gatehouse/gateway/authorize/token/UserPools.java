package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.identity.oidc.JsonDocuments;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the user pools are that authorizers name: at AWS, or at an endpoint. */
public final class UserPools {
    private final JsonDocuments documents;
    private final @Nullable Place place;

    /**
     * An endpoint that serves {@code cognito-idp}.
     *
     * @param issuer what tokens may name as their issuer's place beside AWS's; null for nothing
     * @param endpoint where documents are; a future, since it may have to start
     */
    public record Place(@Nullable URI issuer, Supplier<Future<URI>> endpoint) {}

    /**
     * @param backends reach the endpoint
     * @param place where pools are; null for AWS
     */
    public UserPools(Backends backends, @Nullable Place place) {
        this.documents = new JsonDocuments(backends::request);
        this.place = place;
    }

    /** The issuers that tokens of a pool name: AWS's, and the endpoint where it names itself. */
    Set<String> names(TokenIssuer.UserPool pool) {
        URI issuer = place == null ? null : place.issuer();
        return issuer == null ? Set.of(pool.url()) : Set.of(pool.url(), url(issuer, pool));
    }

    /** The pool's keys. */
    Future<String> keys(TokenIssuer.UserPool pool) {
        if (place == null) {
            return keys(pool.url());
        }
        return place.endpoint().get().compose(endpoint -> keys(url(endpoint, pool)));
    }

    /** The pool that an issuer's URL at AWS names, where pools are not at AWS. */
    Optional<TokenIssuer.UserPool> elsewhere(String issuer) {
        return place == null ? Optional.empty() : TokenIssuer.UserPool.at(issuer);
    }

    private Future<String> keys(String pool) {
        return documents.read(pool + "/.well-known/jwks.json");
    }

    private static String url(URI endpoint, TokenIssuer.UserPool pool) {
        String base = endpoint.toString();
        return (base.endsWith("/") ? base : base + '/') + pool.poolId();
    }
}
