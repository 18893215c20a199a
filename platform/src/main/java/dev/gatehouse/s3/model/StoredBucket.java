package dev.gatehouse.s3.model;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.store.Kind;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.Objects;

/** A bucket as it is stored; names are unique among all accounts, so all are in one scope. */
public record StoredBucket(
        String name, AccountId account, String region, Instant createdAt, StoredSettings settings) {
    public static final Kind<StoredBucket> KIND = new Kind<>("s3.bucket", StoredBucket.class);
    public static final Scope SCOPE = Scope.global(AccountId.DEFAULT);

    /** Buckets stored before there were settings have those of a fresh one. */
    public StoredBucket {
        settings = Objects.requireNonNullElse(settings, StoredSettings.FRESH);
    }

    public StoredBucket with(StoredSettings other) {
        return new StoredBucket(name, account, region, createdAt, other);
    }
}
