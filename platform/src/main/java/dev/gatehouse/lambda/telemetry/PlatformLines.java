package dev.gatehouse.lambda.telemetry;

import java.time.Instant;

/** Platform events in a function's log, in one of its two formats. */
interface PlatformLines {

    /**
     * The event as the log has it, line break included where the format has one.
     *
     * @param time when it happened
     * @return empty where this format has none of it, or the function does not keep it
     */
    String of(PlatformEvent event, Instant time);
}
