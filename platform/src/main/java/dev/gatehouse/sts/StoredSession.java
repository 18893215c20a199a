package dev.gatehouse.sts;

import dev.gatehouse.identity.Principal;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;

/**
 * Temporary credentials as they are stored; all in one scope, since a key is looked up before its
 * account is known.
 *
 * @param secret encrypted
 * @param token encrypted
 */
record StoredSession(Principal principal, String secret, String token, Instant expiration) {
    static final Kind<StoredSession> KIND = new Kind<>("sts.session", StoredSession.class);
    static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    /** Leaves the secrets out, so that no log shows them. */
    @Override
    public String toString() {
        return "StoredSession[" + principal.arn() + ']';
    }
}
