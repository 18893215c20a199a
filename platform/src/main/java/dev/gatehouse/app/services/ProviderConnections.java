package dev.gatehouse.app.services;

import dev.gatehouse.http.outbound.AllowedTargets;
import dev.gatehouse.http.outbound.Targets;
import dev.gatehouse.identity.oidc.OidcProvider;
import dev.gatehouse.identity.oidc.ProviderRequests;
import dev.gatehouse.identity.oidc.ThumbprintTrust;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to identity providers. Their keys are asked for every two hours, so each request
 * has a client of its own, which trusts what its provider says.
 */
public final class ProviderConnections implements ProviderRequests {
    private static final String COGNITO = "cognito-identity.amazonaws.com";

    private final Supplier<Vertx> vertx;
    private final AllowedTargets allowed;
    private final @Nullable URI cognito;
    private final Clock clock;

    /**
     * @param allowed where tenants' URLs may lead beyond the public Internet
     * @param cognito what serves {@code cognito-identity}; null for AWS
     */
    public ProviderConnections(
            Supplier<Vertx> vertx, AllowedTargets allowed, @Nullable URI cognito, Clock clock) {
        this.vertx = vertx;
        this.allowed = allowed;
        this.cognito = cognito;
        this.clock = clock;
    }

    @Override
    public String url(OidcProvider provider) {
        return isByEndpoint(provider) ? String.valueOf(cognito) : "https://" + provider.url();
    }

    private boolean isByEndpoint(OidcProvider provider) {
        return cognito != null && provider.name().equals(COGNITO);
    }

    @Override
    public Future<HttpClientRequest> open(OidcProvider provider, RequestOptions options) {
        AllowedTargets here =
                cognito != null && isByEndpoint(provider) ? AllowedTargets.of(cognito) : allowed;
        HttpClient client =
                vertx.get()
                        .createHttpClient(
                                new HttpClientOptions()
                                        .setKeepAlive(false)
                                        .setTrustOptions(
                                                TrustOptions.wrap(
                                                        new ThumbprintTrust(
                                                                provider.thumbprints()))));
        return new Targets(vertx.get(), here, clock)
                .resolve(options.getHost(), options.getPort())
                .compose(address -> client.request(options.setServer(address)))
                .onSuccess(request -> request.connection().closeHandler(_ -> client.close()))
                .onFailure(_ -> client.close());
    }
}
