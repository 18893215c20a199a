package dev.gatehouse.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;

/** The ids of versions: opaque to clients, and in order from the newest to the oldest. */
final class VersionIds {
    /** The version that an object has that was put before its bucket kept versions. */
    static final String NULL = "null";

    private VersionIds() {}

    static String next(Instant now) {
        long age = Long.MAX_VALUE - ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return "%016x%016x".formatted(age, ThreadLocalRandom.current().nextLong());
    }
}
