package dev.gatehouse.identity.oidc;

import dev.gatehouse.identity.oidc.TokenException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a token holds: it has an end, and may have a beginning. */
public final class TokenTimes {
    /** How far an issuer's clock may be ahead of ours. */
    private static final long LEEWAY_SECONDS = 60;

    private TokenTimes() {}

    /**
     * @throws TokenException unless the token holds now
     */
    public static void require(Map<String, Object> claims, Instant at) {
        long now = at.getEpochSecond();
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
    }

    private static @Nullable Long seconds(Map<String, Object> claims, String claim) {
        return switch (claims.get(claim)) {
            case null -> null;
            case Number number -> number.longValue();
            default -> throw TokenException.invalid("the token's " + claim + " is no number");
        };
    }
}
