package dev.gatehouse.identity.oidc;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;

/** How identity providers are reached: at allowed targets only. */
public interface ProviderRequests {

    /** The URL below which a provider's OpenID configuration is. */
    String url(OidcProvider provider);

    /**
     * Opens a request; on an event loop. Fails unless a public authority or one of the provider's
     * thumbprints vouches for the host.
     */
    Future<HttpClientRequest> open(OidcProvider provider, RequestOptions options);
}
