package dev.gatehouse.s3.model;

import dev.gatehouse.store.Kind;
import java.time.Instant;

/** A multipart upload that is neither completed nor aborted; its id is {@code bucket/uploadId}. */
public record StoredUpload(String key, Instant initiatedAt, ObjectHeaders headers) {
    public static final Kind<StoredUpload> KIND = new Kind<>("s3.upload", StoredUpload.class);
}
