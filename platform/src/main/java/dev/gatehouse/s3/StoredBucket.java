package dev.gatehouse.s3;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.Objects;

/** A bucket as it is stored; names are unique among all accounts, so all are in one scope. */
record StoredBucket(
        String name, AccountId account, String region, Instant createdAt, StoredSettings settings) {
    static final Kind<StoredBucket> KIND = new Kind<>("s3.bucket", StoredBucket.class);
    static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    /** Buckets stored before there were settings have those of a fresh one. */
    StoredBucket {
        settings = Objects.requireNonNullElse(settings, StoredSettings.FRESH);
    }

    StoredBucket with(StoredSettings other) {
        return new StoredBucket(name, account, region, createdAt, other);
    }
}
