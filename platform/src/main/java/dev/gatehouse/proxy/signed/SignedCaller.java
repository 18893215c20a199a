package dev.gatehouse.proxy.signed;

import dev.gatehouse.identity.Federation;
import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
import java.util.HashMap;
import java.util.Map;

/**
 * Who signed a request.
 *
 * @param actor the caller, ready to be judged
 * @param accessKeyId the key that signed
 */
public record SignedCaller(Actor actor, String accessKeyId) {

    /** What events and {@code $context.identity} tell of the caller, by AWS's names. */
    public Map<String, String> identity() {
        Principal principal = actor.principal();
        Map<String, String> known = new HashMap<>();
        known.put("accountId", principal.account().value());
        known.put("caller", principal.userId());
        known.put("user", principal.userId());
        known.put("userArn", principal.arn());
        known.put("accessKey", accessKeyId);
        Federation.cognitoIdentity(principal).ifPresent(identity -> putAll(known, identity));
        return known;
    }

    /** The claim {@code amr} says how an identity was come to, and then by which login. */
    private static void putAll(Map<String, String> known, Federation.CognitoIdentity identity) {
        known.put("cognitoIdentityId", identity.id());
        known.put("cognitoIdentityPoolId", identity.poolId());
        if (!identity.amr().isEmpty()) {
            known.put("cognitoAuthenticationType", identity.amr().getFirst());
        }
        if (identity.amr().size() > 1) {
            known.put(
                    "cognitoAuthenticationProvider",
                    String.join(",", identity.amr().subList(1, identity.amr().size())));
        }
    }
}
