package dev.gatehouse.identity.policy;

import dev.gatehouse.identity.Principal;
import org.jspecify.annotations.Nullable;

/** Where the policies of principals are looked up: IAM. May block on the store. */
@FunctionalInterface
public interface PermissionSource {

    /** What a principal has now; {@link Permissions#NONE} when IAM does not know it. */
    Permissions of(Principal principal);

    /** The same where it is known already; null where it has to be looked up. Never blocks. */
    default @Nullable Permissions atHand(Principal principal) {
        return null;
    }

    /** A principal, ready to be judged. */
    default Actor actor(Principal principal) {
        return new Actor(principal, of(principal));
    }
}
