package dev.gatehouse.s3;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;

/** A bucket as it is stored; names are unique among all accounts, so all are in one scope. */
record StoredBucket(String name, AccountId account, String region, Instant createdAt) {
    static final Kind<StoredBucket> KIND = new Kind<>("s3.bucket", StoredBucket.class);
    static final Scope SCOPE = Scope.global(AccountId.DEFAULT);
}
