package dev.gatehouse.sts;

import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.oidc.OidcProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims of web identity tokens that policies may speak of, by the issuer's name (IAM User
 * Guide, "Available keys for AWS OIDC federation").
 */
final class TokenClaims {
    private static final String AUDIENCE = "aud";
    private static final String AUTHORIZED_PARTY = "azp";

    private static final List<String> OF_ANY_ISSUER = List.of("amr", "email", "sub");

    /** By issuer: what AWS knows beside of the tokens of some. */
    private static final Map<String, List<String>> MORE =
            Map.of(
                    "token.actions.githubusercontent.com",
                    List.of(
                            "actor",
                            "actor_id",
                            "enterprise_id",
                            "environment",
                            "job_workflow_ref",
                            "ref",
                            "repository",
                            "repository_id",
                            "workflow"));

    private TokenClaims() {}

    static Federation federation(OidcProvider provider, Map<String, Object> claims) {
        Map<String, List<String>> keys = new HashMap<>();
        String prefix = provider.url().toLowerCase(Locale.ROOT) + ':';
        for (String claim : OF_ANY_ISSUER) {
            keys.put(prefix + claim, values(claims.get(claim)));
        }
        for (String claim : MORE.getOrDefault(provider.url(), List.of())) {
            keys.put(prefix + claim, values(claims.get(claim)));
        }
        List<String> party = values(claims.get(AUTHORIZED_PARTY));
        List<String> audience = values(claims.get(AUDIENCE));
        keys.put(prefix + AUTHORIZED_PARTY, party);
        keys.put(prefix + AUDIENCE, party.isEmpty() ? audience : party);
        keys.put(prefix + "oaud", party.isEmpty() ? List.of() : audience);
        return new Federation(provider.name(), keys);
    }

    /** Whom a token is for. */
    static List<String> audiences(Map<String, Object> claims) {
        return values(claims.get(AUDIENCE));
    }

    /** The one for whom a token is, as responses tell it. */
    static @Nullable String audience(Map<String, Object> claims) {
        List<String> party = values(claims.get(AUTHORIZED_PARTY));
        List<String> meant = party.isEmpty() ? audiences(claims) : party;
        return meant.isEmpty() ? null : meant.getFirst();
    }

    private static List<String> values(@Nullable Object claim) {
        return switch (claim) {
            case null -> List.of();
            case List<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of(claim.toString());
        };
    }
}
