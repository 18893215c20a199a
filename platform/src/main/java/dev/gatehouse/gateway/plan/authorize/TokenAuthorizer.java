package dev.gatehouse.gateway.plan.authorize;

import dev.gatehouse.kernel.BoundedPattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Callers bring a signed token: JWT authorizers, Cognito user pools of REST APIs.
 *
 * @param issuers whose tokens are taken, at least one
 * @param algorithms by which tokens may be signed, such as {@code RS256}
 * @param source where the token is
 * @param validation what the token's text must match; null for any
 * @param scopes of which a token must have one; empty where none is asked for
 */
public record TokenAuthorizer(
        List<TrustedIssuer> issuers,
        Set<String> algorithms,
        IdentitySource source,
        @Nullable BoundedPattern validation,
        List<String> scopes)
        implements Authorization {
    public TokenAuthorizer {
        issuers = List.copyOf(issuers);
        algorithms = Set.copyOf(algorithms);
        scopes = List.copyOf(scopes);
    }

    /** The same for a method that asks for scopes. */
    public TokenAuthorizer with(List<String> wanted) {
        return new TokenAuthorizer(issuers, algorithms, source, validation, wanted);
    }

    /** Whether tokens are those of user pools, which say for what use they are. */
    public boolean ofPools() {
        return issuers.getFirst().issuer() instanceof TokenIssuer.UserPool;
    }
}
