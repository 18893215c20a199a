package dev.gatehouse.s3.model;

import dev.gatehouse.aws.s3.S3Object;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A version of an object as it is stored, or the marker of its deletion, which has no content to
 * speak of. The id of a key's newest is {@code bucket/key}.
 *
 * @param eTag with its quotes
 * @param checksums base64 by algorithm, as far as the client asked for them
 */
public record StoredObject(
        String key,
        BlobKey content,
        long size,
        String eTag,
        Instant lastModified,
        ObjectHeaders headers,
        Map<String, String> checksums,
        Version version) {
    public static final Kind<StoredObject> NEWEST = new Kind<>("s3.object", StoredObject.class);
    public static final Kind<StoredObject> OLDER = new Kind<>("s3.older", StoredObject.class);

    private static final BlobKey NOTHING =
            new BlobKey("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /** Objects stored before there were sequences have their key's first version. */
    public StoredObject {
        checksums = Map.copyOf(checksums);
        version = Objects.requireNonNullElse(version, Version.FIRST);
    }

    public static StoredObject marker(String key, Version version, Instant now) {
        return new StoredObject(key, NOTHING, 0, "", now, ObjectHeaders.NONE, Map.of(), version);
    }

    public StoredObject as(Version other) {
        return new StoredObject(key, content, size, eTag, lastModified, headers, checksums, other);
    }

    public StoredObject tagged(Map<String, String> tags) {
        return new StoredObject(
                key, content, size, eTag, lastModified, headers.tagged(tags), checksums, version);
    }

    public boolean isMarker() {
        return version.marker();
    }

    public static String id(String bucket, String key) {
        return bucket + '/' + key;
    }

    /** The object as lists show it. */
    public S3Object summary() {
        return S3Object.builder()
                .key(key)
                .lastModified(lastModified)
                .eTag(eTag)
                .size(size)
                .storageClass("STANDARD")
                .build();
    }
}
