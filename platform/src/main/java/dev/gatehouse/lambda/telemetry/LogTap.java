package dev.gatehouse.lambda.telemetry;

import java.time.Instant;

/** Hears all that one environment's log is about. Called on the environment's event loop. */
public interface LogTap {

    /** Who writes a line. */
    enum Source {
        FUNCTION("function"),
        EXTENSION("extension");

        private final String type;

        Source(String type) {
            this.type = type;
        }

        /** The type of its records. */
        public String type() {
            return type;
        }
    }

    /** Something happened. */
    void happened(PlatformEvent event, Instant time);

    /** A line was written. */
    void wrote(Source source, long timestampMillis, String text);
}
