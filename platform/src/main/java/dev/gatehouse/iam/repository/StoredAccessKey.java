package dev.gatehouse.iam.repository;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;

/**
 * An access key of a user. Keys are looked up before the account is known: all are kept in one
 * scope.
 *
 * @param secret the secret access key, encrypted: signatures are made with it
 * @param active whether requests may be signed with it
 */
public record StoredAccessKey(
        AccountId account, String userName, String secret, boolean active, Instant createdAt) {
    public static final Kind<StoredAccessKey> KIND =
            Kind.announced("iam.access-key", StoredAccessKey.class);
    public static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    public StoredAccessKey withActive(boolean value) {
        return new StoredAccessKey(account, userName, secret, value, createdAt);
    }

    StoredAccessKey withSecret(String encrypted) {
        return new StoredAccessKey(account, userName, encrypted, active, createdAt);
    }

    public StoredAccessKey withUserName(String name) {
        return new StoredAccessKey(account, name, secret, active, createdAt);
    }

    public String status() {
        return active ? "Active" : "Inactive";
    }

    /** Leaves the secret out, so that no log shows it. */
    @Override
    public String toString() {
        return "StoredAccessKey[" + userName + ']';
    }
}
