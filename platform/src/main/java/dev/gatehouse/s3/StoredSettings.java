package dev.gatehouse.s3;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a bucket.
 *
 * @param versioned whether an object that is replaced or deleted is kept as an older version
 * @param encryption how contents are said to be encrypted
 * @param publicAccess what is blocked; null once that was deleted
 * @param tags the bucket's tags, in the order given
 * @param policy its policy's text; null when it has none
 */
record StoredSettings(
        boolean versioned,
        Encryption encryption,
        @Nullable PublicAccess publicAccess,
        Map<String, String> tags,
        @Nullable String policy) {
    /** What a bucket has that was just made. */
    static final StoredSettings FRESH =
            new StoredSettings(false, Encryption.DEFAULT, PublicAccess.BLOCKED, Map.of(), null);

    StoredSettings {
        tags = new LinkedHashMap<>(tags);
    }

    /** Encryption at rest is the disk's business: the algorithm is kept and told, no more. */
    record Encryption(String algorithm, boolean bucketKey) {
        static final Encryption DEFAULT = new Encryption("AES256", false);
    }

    /** The four blocks on public access; nothing of ours is public either way. */
    record PublicAccess(
            boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrict) {
        static final PublicAccess BLOCKED = new PublicAccess(true, true, true, true);
    }

    StoredSettings keepingVersions() {
        return new StoredSettings(true, encryption, publicAccess, tags, policy);
    }

    StoredSettings encryptedBy(Encryption other) {
        return new StoredSettings(versioned, other, publicAccess, tags, policy);
    }

    StoredSettings blocking(@Nullable PublicAccess other) {
        return new StoredSettings(versioned, encryption, other, tags, policy);
    }

    StoredSettings tagged(Map<String, String> other) {
        return new StoredSettings(versioned, encryption, publicAccess, other, policy);
    }

    StoredSettings underPolicy(@Nullable String other) {
        return new StoredSettings(versioned, encryption, publicAccess, tags, other);
    }
}
