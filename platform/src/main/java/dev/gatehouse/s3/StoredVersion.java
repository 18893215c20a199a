package dev.gatehouse.s3;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of an object that is not the current one; its document's id is the object's, a line
 * feed and the version's id, so that newer versions come first.
 *
 * @param object what it was; null for a delete marker
 */
record StoredVersion(String key, String id, Instant at, @Nullable StoredObject object) {
    static final Kind<StoredVersion> KIND = new Kind<>("s3.version", StoredVersion.class);

    static StoredVersion of(StoredObject object) {
        return new StoredVersion(object.key(), object.version(), object.lastModified(), object);
    }

    static StoredVersion marker(String key, Instant now) {
        return new StoredVersion(key, VersionIds.next(now), now, null);
    }

    static String documentId(String bucket, String key, String id) {
        return StoredObject.id(bucket, key) + '\n' + id;
    }

    boolean isMarker() {
        return object == null;
    }
}
