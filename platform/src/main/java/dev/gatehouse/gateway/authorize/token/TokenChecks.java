package dev.gatehouse.gateway.authorize.token;

import dev.gatehouse.gateway.authorize.token.TokenException.Reason;
import dev.gatehouse.gateway.plan.authorize.TokenAuthorizer;
import dev.gatehouse.kernel.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold of a token's claims beside its signature: audience and time. */
final class TokenChecks {
    /** How far an issuer's clock may be ahead of ours. */
    private static final long LEEWAY_SECONDS = 60;

    private final Clock clock;

    TokenChecks(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws TokenException unless all holds
     */
    void require(Map<String, Object> claims, TokenAuthorizer authorizer) {
        long now = clock.now().getEpochSecond();
        Long expiry = seconds(claims, "exp");
        if (expiry == null) {
            throw TokenException.invalid("the token does not have an expiry");
        }
        if (expiry <= now) {
            throw new TokenException(Reason.EXPIRED, "the token has expired");
        }
        for (String claim : List.of("nbf", "iat")) {
            Long from = seconds(claims, claim);
            if (from != null && from > now + LEEWAY_SECONDS) {
                throw TokenException.invalid("the token is not valid yet");
            }
        }
        if (!authorizer.audiences().isEmpty() && !isFor(claims, authorizer.audiences())) {
            throw TokenException.invalid("the token does not have a valid audience");
        }
    }

    /** The client counts only where no audience is said. */
    private static boolean isFor(Map<String, Object> claims, List<String> audiences) {
        Object audience = claims.get("aud");
        Object named = audience == null ? claims.get("client_id") : audience;
        return named instanceof List<?> list
                ? list.stream().anyMatch(audiences::contains)
                : named instanceof String one && audiences.contains(one);
    }

    private static @Nullable Long seconds(Map<String, Object> claims, String claim) {
        return switch (claims.get(claim)) {
            case null -> null;
            case Number number -> number.longValue();
            default -> throw TokenException.invalid("the token's " + claim + " is no number");
        };
    }

    /** The scopes that a token has, in either of the claims that name them. */
    static List<String> scopes(Map<String, Object> claims) {
        Object scopes = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
        return scopes instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.asList(String.valueOf(scopes == null ? "" : scopes).split(" "));
    }
}
