package dev.gatehouse.s3;

import dev.gatehouse.aws.s3.S3Object;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as it is stored; its document's id is {@code bucket/key}.
 *
 * @param eTag with its quotes
 * @param checksums base64 by algorithm, as far as the client asked for them
 * @param versionId null when its bucket did not keep versions as it was put
 */
record StoredObject(
        String key,
        BlobKey content,
        long size,
        String eTag,
        Instant lastModified,
        ObjectHeaders headers,
        Map<String, String> checksums,
        @Nullable String versionId) {
    static final Kind<StoredObject> KIND = new Kind<>("s3.object", StoredObject.class);

    StoredObject {
        checksums = Map.copyOf(checksums);
    }

    /** The version's id as clients name it. */
    String version() {
        return versionId == null ? VersionIds.NULL : versionId;
    }

    static String id(String bucket, String key) {
        return bucket + '/' + key;
    }

    /** The object as lists show it. */
    S3Object summary() {
        return S3Object.builder()
                .key(key)
                .lastModified(lastModified)
                .eTag(eTag)
                .size(size)
                .storageClass("STANDARD")
                .build();
    }
}
