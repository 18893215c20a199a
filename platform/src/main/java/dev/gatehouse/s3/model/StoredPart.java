package dev.gatehouse.s3.model;

import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a multipart upload; its id is {@code bucket/uploadId/number}, with five digits.
 *
 * @param checksums those it was uploaded with, by algorithm
 */
public record StoredPart(
        int number,
        BlobKey content,
        long size,
        String eTag,
        Instant lastModified,
        Map<String, String> checksums) {
    public static final Kind<StoredPart> KIND = new Kind<>("s3.part", StoredPart.class);

    public StoredPart {
        checksums = Objects.requireNonNullElse(checksums, Map.of());
    }

    /** Whether these checksums, by algorithm, are those the part came with. */
    public boolean hasChecksums(Map<String, String> claimed) {
        return claimed.entrySet().stream()
                .allMatch(claim -> claim.getValue().equals(checksums.get(claim.getKey())));
    }

    public static String id(String uploadId, int number) {
        return "%s/%05d".formatted(uploadId, number);
    }
}
