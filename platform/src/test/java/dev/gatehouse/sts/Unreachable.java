package dev.gatehouse.sts;

import dev.gatehouse.identity.oidc.OidcProvider;
import dev.gatehouse.identity.oidc.ProviderRequests;
import dev.gatehouse.identity.oidc.WebIdentityTokens;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;

/** For tests without identity providers. */
public final class Unreachable {
    /** Tokens of providers that nobody reaches. */
    public static final WebIdentityTokens PROVIDERS =
            new WebIdentityTokens(
                    Vertx::vertx,
                    new ProviderRequests() {
                        @Override
                        public String url(OidcProvider provider) {
                            return "https://" + provider.url();
                        }

                        @Override
                        public Future<HttpClientRequest> open(
                                OidcProvider provider, RequestOptions options) {
                            return Future.failedFuture("unreachable");
                        }
                    },
                    Clock.SYSTEM);

    private Unreachable() {}
}
