package dev.gatehouse.iam.repository;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;

/**
 * When an access key was used last, as far as it was written.
 *
 * @param service the service that was called
 * @param region where it was called
 */
public record StoredKeyUse(Instant at, String service, String region) {
    public static final Kind<StoredKeyUse> KIND = new Kind<>("iam.key-use", StoredKeyUse.class);
    public static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
}
