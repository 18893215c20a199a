package dev.gatehouse.s3;

import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a multipart upload; its id is {@code bucket/uploadId/number}, with five digits.
 *
 * @param checksums those it was uploaded with, by algorithm; null of parts that were kept before
 *     checksums were
 */
record StoredPart(
        int number,
        BlobKey content,
        long size,
        String eTag,
        Instant lastModified,
        @Nullable Map<String, String> checksums) {
    static final Kind<StoredPart> KIND = new Kind<>("s3.part", StoredPart.class);

    /** Whether these checksums, by algorithm, are those the part came with. */
    boolean hasChecksums(Map<String, String> claimed) {
        Map<String, String> own = Objects.requireNonNullElse(checksums, Map.of());
        return claimed.entrySet().stream()
                .allMatch(claim -> claim.getValue().equals(own.get(claim.getKey())));
    }

    static String id(String uploadId, int number) {
        return "%s/%05d".formatted(uploadId, number);
    }
}
