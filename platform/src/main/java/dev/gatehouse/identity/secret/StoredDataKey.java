package dev.gatehouse.identity.secret;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;

/**
 * A key that secrets are encrypted with, itself encrypted.
 *
 * @param master the id of the master key that it is encrypted under
 * @param encrypted in Base64
 */
record StoredDataKey(String master, String encrypted, Instant createdAt) {
    static final Kind<StoredDataKey> KIND = new Kind<>("identity.data-key", StoredDataKey.class);
    static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
}
