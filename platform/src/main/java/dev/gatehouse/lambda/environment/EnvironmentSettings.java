package dev.gatehouse.lambda.environment;

import java.time.Duration;

/**
 * The limits of each environment; AWS's values are the defaults.
 *
 * @param initPhase how long a runtime may take until its first request for an event
 * @param idleTimeout after which an environment without events ends
 * @param responseBytes the longest response of a function
 * @param cpu what functions get of the processors
 */
public record EnvironmentSettings(
        Duration initPhase, Duration idleTimeout, int responseBytes, CpuLimit cpu) {

    /** AWS's limits; environments without events are kept for ten minutes. */
    public static final EnvironmentSettings DEFAULTS =
            new EnvironmentSettings(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10),
                    6 * 1024 * 1024 + 100,
                    CpuLimit.WEIGHT);
}
