package dev.gatehouse.gateway.authorize.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import dev.gatehouse.identity.oidc.IssuerKeys;
import dev.gatehouse.identity.oidc.JsonDocuments;
import dev.gatehouse.identity.oidc.OpenIdConfiguration;
import dev.gatehouse.identity.oidc.SignedToken;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a token was signed by an issuer that an authorizer trusts and holds now ("Control
 * access to HTTP APIs with JWT authorizers", "Control access to REST APIs using JWT authorizers").
 */
public final class TokenVerifier {
    private static final int MAX_TOKEN_CHARS = 10_240;
    private static final int CACHED_CHARS = 16 << 20;

    /** How long a signature that was verified is not verified again. */
    private static final Duration VERIFIED = Duration.ofMinutes(5);

    private final IssuerKeys<TokenIssuer> keys;
    private final UserPools pools;
    private final TokenChecks checks;
    private final Cache<Presented, VerifiedToken> verified;

    public TokenVerifier(Backends backends, UserPools pools, Clock clock) {
        JsonDocuments documents = new JsonDocuments(backends::request);
        this.keys =
                new IssuerKeys<>(
                        issuer ->
                                switch (issuer) {
                                    case TokenIssuer.UserPool pool -> pools.keys(pool);
                                    case TokenIssuer.Oidc(String url) ->
                                            pools.elsewhere(url)
                                                    .map(pools::keys)
                                                    .orElseGet(
                                                            () ->
                                                                    OpenIdConfiguration.keys(
                                                                            documents, url));
                                },
                        clock);
        this.pools = pools;
        this.checks = new TokenChecks(clock);
        this.verified =
                Caffeine.newBuilder()
                        .maximumWeight(CACHED_CHARS)
                        .weigher(
                                (Presented presented, VerifiedToken _) -> presented.text().length())
                        .expireAfterWrite(VERIFIED)
                        .ticker(clock::nanoTime)
                        .executor(Runnable::run)
                        .build();
    }

    /** A token as it was sent, of whom it was to be, and how it was to be signed. */
    private record Presented(List<TrustedIssuer> issuers, Set<String> algorithms, String text) {}

    /**
     * What a token says, once all of it holds but for its scopes. Fails with a {@link
     * TokenException}. On an event loop.
     */
    Future<VerifiedToken> verify(String text, TokenAuthorizer authorizer) {
        Presented presented = new Presented(authorizer.issuers(), authorizer.algorithms(), text);
        VerifiedToken known = verified.getIfPresent(presented);
        try {
            if (known == null) {
                return verifyAnew(presented, authorizer);
            }
            checks.require(known.claims(), known.by());
            return Future.succeededFuture(known);
        } catch (TokenException invalid) {
            return Future.failedFuture(invalid);
        }
    }

    private Future<VerifiedToken> verifyAnew(Presented presented, TokenAuthorizer authorizer) {
        SignedToken token = SignedToken.parse(presented.text(), MAX_TOKEN_CHARS);
        TrustedIssuer trusted = trusted(token, authorizer);
        return keys.find(trusted.issuer(), token.keyId(presented.algorithms()))
                .map(
                        key -> {
                            token.requireSignature(key);
                            VerifiedToken holds = VerifiedToken.of(trusted, token.claims());
                            verified.put(presented, holds);
                            checks.require(holds.claims(), trusted);
                            return holds;
                        });
    }

    private TrustedIssuer trusted(SignedToken token, TokenAuthorizer authorizer) {
        String named = token.issuer();
        for (TrustedIssuer each : authorizer.issuers()) {
            boolean same =
                    switch (each.issuer()) {
                        case TokenIssuer.Oidc(String url) -> url.equals(named);
                        case TokenIssuer.UserPool pool ->
                                named != null && pools.names(pool).contains(named);
                    };
            if (same) {
                return each;
            }
        }
        throw TokenException.invalid("the token does not have a valid issuer");
    }
}
