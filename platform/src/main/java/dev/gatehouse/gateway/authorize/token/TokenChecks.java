package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.plan.authorize.TrustedIssuer;
import dev.gatehouse.gateway.plan.authorize.TrustedIssuer.ClaimRule;
import dev.gatehouse.identity.oidc.TokenException;
import dev.gatehouse.identity.oidc.TokenTimes;
import dev.gatehouse.kernel.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of a token's claims beside its signature: audience, time and the claims that are
 * asked for.
 */
final class TokenChecks {
    private final Clock clock;

    TokenChecks(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws TokenException unless all holds
     */
    void require(Map<String, Object> claims, TrustedIssuer trusted) {
        TokenTimes.require(claims, clock.now());
        if (!trusted.audiences().isEmpty() && !isFor(claims, trusted.audiences())) {
            throw TokenException.invalid("the token does not have a valid audience");
        }
        for (ClaimRule rule : trusted.claims()) {
            if (!holds(rule, claims.get(rule.name()))) {
                throw TokenException.invalid(
                        "the token does not have a valid claim " + rule.name());
            }
        }
    }

    private static boolean holds(ClaimRule rule, @Nullable Object claim) {
        return switch (claim) {
            case null -> !rule.required();
            case String text -> rule.values().isEmpty() || rule.values().contains(text);
            default -> false;
        };
    }

    /** The client counts only where no audience is said. */
    private static boolean isFor(Map<String, Object> claims, List<String> audiences) {
        Object audience = claims.get("aud");
        Object named = audience == null ? claims.get("client_id") : audience;
        return named instanceof List<?> list
                ? list.stream().anyMatch(audiences::contains)
                : named instanceof String one && audiences.contains(one);
    }

    /** The scopes that a token has, in either of the claims that name them. */
    static List<String> scopes(Map<String, Object> claims) {
        Object scopes = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
        return scopes instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList(String.valueOf(scopes == null ? "" : scopes).split(" "));
    }
}
