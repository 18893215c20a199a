package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.lambda.plan.FunctionVersion;

/**
 * Hears of the platform events of all environments, beside their logs. Called on the environments'
 * event loops: must not block.
 */
@FunctionalInterface
public interface PlatformListener {

    /** Something happened in an environment of a version. */
    void happened(FunctionVersion version, PlatformEvent event);
}
