package dev.gatehouse.identity.oidc;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.identity.oidc.TokenException.Reason;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Holds tokens to the keys of the provider that has issued them. Blocks; for virtual threads. */
public final class WebIdentityTokens {
    /** How long STS waits for a provider's configuration, and for its keys. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** How long it waits for whoever fetches them already. */
    private static final Duration PATIENCE = TIMEOUT.multipliedBy(3);

    private final Supplier<Vertx> vertx;
    private final IssuerKeys<OidcProvider> keys;
    private final Clock clock;

    /**
     * @param vertx has the event loops that providers are asked on
     */
    public WebIdentityTokens(Supplier<Vertx> vertx, ProviderRequests requests, Clock clock) {
        this.vertx = vertx;
        this.keys = new IssuerKeys<>(provider -> keys(requests, provider), clock);
        this.clock = clock;
    }

    private static Future<String> keys(ProviderRequests requests, OidcProvider provider) {
        return OpenIdConfiguration.keys(
                new JsonDocuments(options -> requests.open(provider, options), TIMEOUT),
                requests.url(provider));
    }

    /**
     * What a token claims, once its signature and its time hold.
     *
     * @throws TokenException they do not
     */
    public Map<String, Object> verified(SignedToken token, OidcProvider provider) {
        String keyId = token.keyId(SignedToken.RSA_AND_EC);
        TokenTimes.require(token.claims(), clock.now());
        CompletableFuture<Map<String, Object>> verified = new CompletableFuture<>();
        vertx.get()
                .runOnContext(
                        _ ->
                                keys.find(provider, keyId)
                                        .map(key -> signed(token, key))
                                        .onSuccess(verified::complete)
                                        .onFailure(verified::completeExceptionally));
        return await(verified);
    }

    private static Map<String, Object> signed(SignedToken token, JWK key) {
        token.requireSignature(key);
        return token.claims();
    }

    private static Map<String, Object> await(CompletableFuture<Map<String, Object>> verified) {
        try {
            return verified.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TokenException invalid
                    ? invalid
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException | InterruptedException late) {
            throw new TokenException(Reason.UNKNOWN_KEY, "the token's issuer does not respond");
        }
    }
}
