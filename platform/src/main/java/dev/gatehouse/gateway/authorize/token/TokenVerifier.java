package dev.gatehouse.gateway.authorize.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.gatehouse.gateway.integrate.Backends;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.gateway.plan.authorize.TokenIssuer;
import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a token was signed by an issuer that an authorizer trusts and holds now ("Control
 * access to HTTP APIs with JWT authorizers"). RSA signatures only, as on AWS: no key can be taken
 * for a secret, and no token goes without.
 */
public final class TokenVerifier {
    private static final int MAX_TOKEN_CHARS = 10_240;
    private static final int CACHED_CHARS = 16 << 20;

    /** How long a signature that was verified is not verified again. */
    private static final Duration VERIFIED = Duration.ofMinutes(5);

    private final IssuerKeys keys;
    private final UserPools pools;
    private final TokenChecks checks;
    private final Cache<Signed, Map<String, Object>> verified;

    public TokenVerifier(Backends backends, UserPools pools, Clock clock) {
        this.keys = new IssuerKeys(new JsonDocuments(backends), pools, clock);
        this.pools = pools;
        this.checks = new TokenChecks(clock);
        this.verified =
                Caffeine.newBuilder()
                        .maximumWeight(CACHED_CHARS)
                        .weigher((Signed signed, Map<String, Object> _) -> signed.text().length())
                        .expireAfterWrite(VERIFIED)
                        .ticker(clock::nanoTime)
                        .executor(Runnable::run)
                        .build();
    }

    /** A token and who has signed it. */
    private record Signed(TokenIssuer issuer, String text) {}

    /** A token's parts, and whom it says it is from. */
    private record Parsed(SignedJWT token, TokenIssuer issuer, Map<String, Object> claims) {}

    /**
     * What a token claims, once all of it holds but for its scopes. Fails with a {@link
     * TokenException}. On an event loop.
     */
    public Future<Map<String, Object>> verify(String text, TokenAuthorizer authorizer) {
        try {
            Parsed parsed = parse(text, authorizer);
            Signed signed = new Signed(parsed.issuer(), text);
            Map<String, Object> known = verified.getIfPresent(signed);
            if (known != null) {
                checks.require(known, authorizer);
                return Future.succeededFuture(known);
            }
            return keys.find(parsed.issuer(), keyId(parsed.token().getHeader()))
                    .map(
                            key -> {
                                requireSignature(parsed.token(), key);
                                verified.put(signed, parsed.claims());
                                checks.require(parsed.claims(), authorizer);
                                return parsed.claims();
                            });
        } catch (TokenException invalid) {
            return Future.failedFuture(invalid);
        }
    }

    private Parsed parse(String text, TokenAuthorizer authorizer) {
        if (text.length() > MAX_TOKEN_CHARS) {
            throw TokenException.invalid("the token is too long");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            Map<String, Object> claims = token.getPayload().toJSONObject();
            if (claims == null) {
                throw TokenException.invalid("the token is malformed");
            }
            return new Parsed(token, issuer(claims.get("iss"), authorizer), claims);
        } catch (ParseException | StackOverflowError malformed) {
            throw TokenException.invalid("the token is malformed");
        }
    }

    private TokenIssuer issuer(@Nullable Object named, TokenAuthorizer authorizer) {
        for (TokenIssuer issuer : authorizer.issuers()) {
            boolean same =
                    switch (issuer) {
                        case TokenIssuer.Oidc(String url) -> url.equals(named);
                        case TokenIssuer.UserPool pool ->
                                named instanceof String name && pools.names(pool).contains(name);
                    };
            if (same) {
                return issuer;
            }
        }
        throw TokenException.invalid("the token does not have a valid issuer");
    }

    private static String keyId(JWSHeader header) {
        if (!JWSAlgorithm.Family.RSA.contains(header.getAlgorithm())) {
            throw TokenException.invalid("the token is signed with an unsupported algorithm");
        }
        if (header.getKeyID() == null) {
            throw TokenException.invalid("the token does not name its key");
        }
        return header.getKeyID();
    }

    private static void requireSignature(SignedJWT token, JWK key) {
        boolean fits =
                key instanceof RSAKey
                        && (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                        && (key.getAlgorithm() == null
                                || key.getAlgorithm().equals(token.getHeader().getAlgorithm()));
        try {
            if (!fits || !token.verify(new RSASSAVerifier(key.toRSAKey().toRSAPublicKey()))) {
                throw TokenException.invalid("the token does not have a valid signature");
            }
        } catch (JOSEException | RuntimeException unfit) {
            throw unfit instanceof TokenException invalid
                    ? invalid
                    : TokenException.invalid("the token does not have a valid signature");
        }
    }
}
