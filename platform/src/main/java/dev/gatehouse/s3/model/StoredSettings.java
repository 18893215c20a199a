package dev.gatehouse.s3.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a bucket.
 *
 * @param versioned whether versions are kept of an object that is replaced or deleted; once so, for
 *     ever
 * @param suspended whether what is put from now on has no version of its own, but takes the place
 *     of what else was put so
 * @param encryption how contents are said to be encrypted
 * @param publicAccess what is blocked; null once that was deleted
 * @param tags the bucket's tags, in the order given
 * @param policy its policy's text; null when it has none
 * @param lifecycle when its objects expire, as S3's own members; empty when never
 * @param notifications whom it tells of its objects, as S3's own members; empty for no target
 */
public record StoredSettings(
        boolean versioned,
        boolean suspended,
        Encryption encryption,
        @Nullable PublicAccess publicAccess,
        Map<String, String> tags,
        @Nullable String policy,
        List<Map<String, Object>> lifecycle,
        Map<String, Object> notifications) {
    /** What a bucket has that was just made. */
    public static final StoredSettings FRESH =
            new StoredSettings(
                    false,
                    false,
                    Encryption.DEFAULT,
                    PublicAccess.BLOCKED,
                    Map.of(),
                    null,
                    List.of(),
                    Map.of());

    public StoredSettings {
        tags = new LinkedHashMap<>(tags);
        // Absent in buckets that were stored before rules were.
        lifecycle = List.copyOf(Objects.requireNonNullElse(lifecycle, List.of()));
        notifications = Map.copyOf(Objects.requireNonNullElse(notifications, Map.of()));
    }

    /** Encryption at rest is the disk's business: the algorithm is kept and told, no more. */
    public record Encryption(String algorithm, boolean bucketKey) {
        public static final Encryption DEFAULT = new Encryption("AES256", false);

        /**
         * Rejects what is to be encrypted otherwise than its bucket says, or than buckets do that
         * say nothing: the SAM CLI asks for that in a bucket which says {@code aws:kms}.
         */
        public void requireKnown(@Nullable String asked) {
            boolean known =
                    asked == null || asked.equals(algorithm) || asked.equals(DEFAULT.algorithm);
            S3Errors.reject("x-amz-server-side-encryption", known ? null : asked);
        }
    }

    /** The four blocks on public access; no object here has an access control list. */
    public record PublicAccess(
            boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrict) {
        static final PublicAccess BLOCKED = new PublicAccess(true, true, true, true);
    }

    /** The version that readers are told; null where there are none. */
    public @Nullable String versionOf(StoredObject object) {
        return versioned ? object.version().id() : null;
    }

    public StoredSettings keepingVersions() {
        return new StoredSettings(
                true, false, encryption, publicAccess, tags, policy, lifecycle, notifications);
    }

    public StoredSettings suspendingVersions() {
        return new StoredSettings(
                true, true, encryption, publicAccess, tags, policy, lifecycle, notifications);
    }

    public StoredSettings encryptedBy(Encryption other) {
        return new StoredSettings(
                versioned, suspended, other, publicAccess, tags, policy, lifecycle, notifications);
    }

    public StoredSettings blocking(@Nullable PublicAccess other) {
        return new StoredSettings(
                versioned, suspended, encryption, other, tags, policy, lifecycle, notifications);
    }

    public StoredSettings tagged(Map<String, String> other) {
        return new StoredSettings(
                versioned,
                suspended,
                encryption,
                publicAccess,
                other,
                policy,
                lifecycle,
                notifications);
    }

    public StoredSettings underPolicy(@Nullable String other) {
        return new StoredSettings(
                versioned,
                suspended,
                encryption,
                publicAccess,
                tags,
                other,
                lifecycle,
                notifications);
    }

    public StoredSettings expiringBy(List<Map<String, Object>> other) {
        return new StoredSettings(
                versioned, suspended, encryption, publicAccess, tags, policy, other, notifications);
    }

    public StoredSettings notifying(Map<String, Object> other) {
        return new StoredSettings(
                versioned, suspended, encryption, publicAccess, tags, policy, lifecycle, other);
    }
}
