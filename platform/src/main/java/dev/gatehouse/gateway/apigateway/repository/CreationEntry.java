package dev.gatehouse.gateway.apigateway.repository;

import dev.gatehouse.store.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Index entry: a resource by when it was created, since AWS lists resources in that order.
 *
 * @param resourceId the resource
 */
public record CreationEntry(String resourceId) {
    public static final Kind<CreationEntry> KIND =
            new Kind<>("apigateway.creation", CreationEntry.class);

    /** An id that sorts by time. */
    public static String id(Instant created, String resourceId) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, created);
        return "%017d-%s".formatted(micros, resourceId);
    }
}
