package dev.gatehouse.gateway.plan.authorize;

import dev.gatehouse.kernel.BoundedPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Callers bring a signed token: JWT authorizers of HTTP APIs, Cognito user pools of REST APIs.
 *
 * @param issuers whose tokens are taken
 * @param audiences of whom a token must be for one; empty for any
 * @param source where the token is
 * @param validation what the token's text must match; null for any
 * @param scopes of which a token must have one; empty where none is asked for
 */
public record TokenAuthorizer(
        List<TokenIssuer> issuers,
        List<String> audiences,
        IdentitySource source,
        @Nullable BoundedPattern validation,
        List<String> scopes)
        implements Authorization {
    public TokenAuthorizer {
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
        scopes = List.copyOf(scopes);
    }

    /** The same for a method that asks for scopes. */
    public TokenAuthorizer with(List<String> wanted) {
        return new TokenAuthorizer(issuers, audiences, source, validation, wanted);
    }
}
