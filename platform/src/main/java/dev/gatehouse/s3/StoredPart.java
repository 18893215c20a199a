package dev.gatehouse.s3;

import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Kind;
import java.time.Instant;

/** A part of a multipart upload; its id is {@code bucket/uploadId/number}, with five digits. */
record StoredPart(int number, BlobKey content, long size, String eTag, Instant lastModified) {
    static final Kind<StoredPart> KIND = new Kind<>("s3.part", StoredPart.class);

    static String id(String uploadId, int number) {
        return "%s/%05d".formatted(uploadId, number);
    }
}
