package dev.gatehouse.lambda.environment;

import java.time.Duration;

/**
 * The limits of each environment; AWS's values are the defaults.
 *
 * @param initPhase how long a runtime may take until its first request for an event
 * @param idleTimeout after which an environment without events ends
 * @param longestLife after which one is replaced, once it has no event
 * @param responseBytes the longest response of a function
 * @param cpu what functions get of the processors
 * @param cpuTimes whether it is measured what each event had of them
 */
public record EnvironmentSettings(
        Duration initPhase,
        Duration idleTimeout,
        Duration longestLife,
        int responseBytes,
        CpuLimit cpu,
        boolean cpuTimes) {

    /**
     * AWS's limits; environments without events are kept for ten minutes, and none for more than
     * fourteen hours.
     */
    public static final EnvironmentSettings DEFAULTS =
            new EnvironmentSettings(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10),
                    Duration.ofHours(14),
                    6 * 1024 * 1024 + 100,
                    CpuLimit.WEIGHT,
                    false);
}
