package dev.gatehouse.client;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;

/**
 * In whose name calls are made, and where.
 *
 * @param principal who, whole
 * @param region the region the calls act in
 */
public record CallerIdentity(Principal principal, Region region) {

    /** The account the calls act in. */
    public AccountId account() {
        return principal.account();
    }
}
