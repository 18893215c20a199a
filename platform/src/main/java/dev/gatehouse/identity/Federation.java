package dev.gatehouse.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How somebody came to a session who has no keys: by a token of an identity provider.
 *
 * @param provider what trust policies name as {@code Federated}: {@code aws:FederatedProvider}
 * @param keys what the token says, by condition keys in lower case, such as {@code
 *     token.actions.githubusercontent.com:sub}
 */
public record Federation(String provider, Map<String, List<String>> keys) {
    private static final String COGNITO = "cognito-identity.amazonaws.com";

    public Federation {
        keys = Map.copyOf(keys);
    }

    /**
     * An identity of a Cognito identity pool.
     *
     * @param id its id, such as {@code us-east-1:…}
     * @param poolId the pool's, of the same form
     * @param amr how it came to it: {@code authenticated} or not, and by which login
     */
    public record CognitoIdentity(String id, String poolId, List<String> amr) {
        public CognitoIdentity {
            amr = List.copyOf(amr);
        }

        /**
         * As functions get it in their context, JSON; ids are of characters that need no escape.
         */
        public String json() {
            return "{\"cognitoIdentityId\":\"%s\",\"cognitoIdentityPoolId\":\"%s\"}"
                    .formatted(id, poolId);
        }
    }

    /** The identity of a pool that a principal's session is for. */
    public static Optional<CognitoIdentity> cognitoIdentity(Principal principal) {
        Principal.Session session = principal.session();
        Federation from = session == null ? null : session.federation();
        if (from == null || !from.provider().equals(COGNITO)) {
            return Optional.empty();
        }
        String id = first(from, "sub");
        String pool = first(from, "aud");
        return id == null || pool == null
                ? Optional.empty()
                : Optional.of(new CognitoIdentity(id, pool, from.values("amr")));
    }

    private static @Nullable String first(Federation from, String claim) {
        List<String> values = from.values(claim);
        return values.isEmpty() || !values.getFirst().matches("[\\w-]+:[\\w-]+")
                ? null
                : values.getFirst();
    }

    private List<String> values(String claim) {
        return keys.getOrDefault(COGNITO + ':' + claim, List.of());
    }
}
