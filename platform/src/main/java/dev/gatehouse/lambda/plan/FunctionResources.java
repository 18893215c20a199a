package dev.gatehouse.lambda.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a version may use.
 *
 * @param memoryMb memory in MiB, 128 to 10,240; CPU is in proportion
 * @param timeoutSeconds how long one invocation may last, 1 to 900
 * @param ephemeralStorageMb size of {@code /tmp} in MiB, 512 to 10,240
 * @param durable what a durable execution may take; null where an invocation is one run and no more
 */
public record FunctionResources(
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        @Nullable DurableSettings durable) {
    public FunctionResources {
        if (memoryMb <= 0 || timeoutSeconds <= 0 || ephemeralStorageMb <= 0) {
            throw new IllegalArgumentException("resources are positive");
        }
    }

    /** Those of a function that is not durable. */
    public FunctionResources(int memoryMb, int timeoutSeconds, int ephemeralStorageMb) {
        this(memoryMb, timeoutSeconds, ephemeralStorageMb, null);
    }

    /** How long one invocation may last. */
    public long timeoutNanos() {
        return timeoutSeconds * 1_000_000_000L;
    }
}
