package dev.gatehouse.lambda.schedule;

import java.time.Duration;

/**
 * Limits of the scheduler; AWS's values are the defaults.
 *
 * @param accountConcurrency events that may run at once in an account and region
 * @param limits what all environments of this node may have together
 * @param startsAtOnce environments that may be started at the same time
 * @param initPhase how long a runtime may take until its first request for an event
 * @param idleTimeout after which an environment without events ends
 * @param responseBytes the longest answer of a function
 * @param cpu what functions get of the processors
 */
public record ScheduleSettings(
        int accountConcurrency,
        EnvironmentLimits limits,
        int startsAtOnce,
        Duration initPhase,
        Duration idleTimeout,
        int responseBytes,
        CpuLimit cpu) {

    /**
     * AWS's limits, and for this machine what its processors can start without delay; no limit of
     * memory.
     */
    public static ScheduleSettings defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ScheduleSettings(
                1000,
                EnvironmentLimits.of(Long.MAX_VALUE),
                4 * processors,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                6 * 1024 * 1024 + 100,
                CpuLimit.WEIGHT);
    }
}
