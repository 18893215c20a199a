package dev.gatehouse.proxy.signed;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.identity.policy.Actor;
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
        return Map.of(
                "accountId", principal.account().value(),
                "caller", principal.userId(),
                "user", principal.userId(),
                "userArn", principal.arn(),
                "accessKey", accessKeyId);
    }
}
