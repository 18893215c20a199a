package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.identity.oidc.TokenException.Reason;
import dev.gatehouse.kernel.BoundedPattern;
import dev.gatehouse.proxy.Authorized;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What callers are known by who bring a token. Fails with a {@link TokenException}. */
public final class Tokens {
    private static final String BEARER = "Bearer ";

    private final TokenVerifier verifier;

    public Tokens(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    /**
     * The bearer of a token at an HTTP API.
     *
     * @param sent what stands where the token is to be; null when nothing does
     */
    public Future<Authorized> ofHttp(@Nullable String sent, TokenAuthorizer authorizer) {
        return verified(sent, authorizer)
                .map(token -> bearer(token.claims(), token.ofHttp(), authorizer));
    }

    /**
     * The bearer of a token at a REST API. One of a user pool has to be an identity token, or where
     * scopes are asked for an access token.
     */
    public Future<Authorized> ofRest(@Nullable String sent, TokenAuthorizer authorizer) {
        return verified(sent, authorizer)
                .map(
                        token -> {
                            if (authorizer.ofPools()) {
                                requireUse(
                                        token.claims(),
                                        authorizer.scopes().isEmpty() ? "id" : "access");
                            }
                            return bearer(token.claims(), token.ofRest(), authorizer);
                        });
    }

    private Future<VerifiedToken> verified(@Nullable String sent, TokenAuthorizer authorizer) {
        if (sent == null) {
            return Future.failedFuture(new TokenException(Reason.MISSING, "there is no token"));
        }
        BoundedPattern validation = authorizer.validation();
        if (validation != null && !validation.matches(sent)) {
            return Future.failedFuture(TokenException.invalid("the token is malformed"));
        }
        boolean bearer = sent.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return verifier.verify(bearer ? sent.substring(BEARER.length()).strip() : sent, authorizer);
    }

    /** Tokens of issuers that do not say for what use they are may be for either. */
    private static void requireUse(Map<String, Object> claims, String use) {
        Object said = claims.get("token_use");
        if (said != null && !said.equals(use)) {
            throw TokenException.invalid("the token is not for this use");
        }
    }

    private static Authorized bearer(
            Map<String, Object> claims, Map<String, String> texts, TokenAuthorizer authorizer) {
        List<String> wanted = authorizer.scopes();
        if (wanted.isEmpty()) {
            return Authorized.bearer(new Authorized.Token(texts, null));
        }
        List<String> scopes = TokenChecks.scopes(claims).stream().filter(wanted::contains).toList();
        if (scopes.isEmpty()) {
            throw new TokenException(
                    Reason.SCOPE, "the token does not have a scope that is required");
        }
        return Authorized.bearer(new Authorized.Token(texts, scopes));
    }
}
