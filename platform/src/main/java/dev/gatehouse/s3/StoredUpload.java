package dev.gatehouse.s3;

import dev.gatehouse.store.Kind;
import java.time.Instant;

/** A multipart upload that is neither completed nor aborted; its id is {@code bucket/uploadId}. */
record StoredUpload(String key, Instant initiatedAt, ObjectHeaders headers) {
    static final Kind<StoredUpload> KIND = new Kind<>("s3.upload", StoredUpload.class);
}
