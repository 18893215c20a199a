package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.EnvironmentSettings;

/**
 * Limits of the scheduler; AWS's values are the defaults.
 *
 * @param concurrency how many events may run at once, and how fast that may grow
 * @param limits what all environments of this node may have together
 * @param startsAtOnce environments that may be started at the same time
 * @param environment the limits of each
 */
public record ScheduleSettings(
        ConcurrencyLimits concurrency,
        EnvironmentLimits limits,
        int startsAtOnce,
        EnvironmentSettings environment) {

    /**
     * AWS's limits, and for this machine what its processors can start without delay; no limit of
     * memory.
     */
    public static ScheduleSettings defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ScheduleSettings(
                ConcurrencyLimits.AWS,
                EnvironmentLimits.of(Long.MAX_VALUE),
                4 * processors,
                EnvironmentSettings.DEFAULTS);
    }
}
