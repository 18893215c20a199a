package dev.gatehouse.kernel;

import java.time.Instant;

/** The only source of time in the product, so that tests can move it. */
public interface Clock {
    /** The clock of the machine. */
    Clock SYSTEM =
            new Clock() {
                @Override
                public Instant now() {
                    return Instant.now();
                }

                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }
            };

    /** The wall clock: what clients, logs and signatures see. */
    Instant now();

    /** A monotonic reading for durations, in nanoseconds from an arbitrary origin. */
    long nanoTime();

    /** The wall clock in milliseconds since 1970. */
    default long millis() {
        return now().toEpochMilli();
    }
}
