package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.EnvironmentSettings;

/**
 * Limits of the scheduler; AWS's values are the defaults.
 *
 * @param accountConcurrency events that may run at once in an account and region
 * @param limits what all environments of this node may have together
 * @param startsAtOnce environments that may be started at the same time
 * @param environment the limits of each
 */
public record ScheduleSettings(
        int accountConcurrency,
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
                1000,
                EnvironmentLimits.of(Long.MAX_VALUE),
                4 * processors,
                EnvironmentSettings.DEFAULTS);
    }
}
