package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;

/** Where the policies of principals are looked up: IAM. May block on the store. */
@FunctionalInterface
public interface PermissionSource {

    /** What a principal has now; {@link Permissions#NONE} when IAM does not know it. */
    Permissions of(Principal principal);

    /** A principal, ready to be judged. */
    default Actor actor(Principal principal) {
        return new Actor(principal, of(principal));
    }
}
