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

    /** A program in an environment of a version sent a segment of a trace. */
    default void sent(FunctionVersion version, String segment) {}

    /** This one, and another one after it. */
    default PlatformListener and(PlatformListener next) {
        PlatformListener first = this;
        return new PlatformListener() {
            @Override
            public void happened(FunctionVersion version, PlatformEvent event) {
                first.happened(version, event);
                next.happened(version, event);
            }

            @Override
            public void sent(FunctionVersion version, String segment) {
                first.sent(version, segment);
                next.sent(version, segment);
            }
        };
    }
}
