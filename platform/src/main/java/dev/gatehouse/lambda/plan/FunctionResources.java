package dev.gatehouse.lambda.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a version may use.
 *
 * @param memoryMb memory in MiB, 128 to 10,240; CPU is in proportion
 * @param timeoutSeconds how long one invocation may last, 1 to 900; more where a debugger holds it
 * @param ephemeralStorageMb size of {@code /tmp} in MiB, 512 to 10,240
 * @param durable what a durable execution may take; null where an invocation is one run and no more
 * @param perTenant whether each tenant has environments of its own, and every call names one
 * @param snapStart whether published versions are restored: {@code SnapStart}
 */
public record FunctionResources(
        int memoryMb,
        int timeoutSeconds,
        int ephemeralStorageMb,
        @Nullable DurableSettings durable,
        boolean perTenant,
        boolean snapStart) {
    private static final int MOST_SECONDS = 900;

    public FunctionResources {
        if (memoryMb <= 0 || timeoutSeconds <= 0 || ephemeralStorageMb <= 0) {
            throw new IllegalArgumentException("resources are positive");
        }
    }

    /** Those of a function that asks for nothing else. */
    public FunctionResources(int memoryMb, int timeoutSeconds, int ephemeralStorageMb) {
        this(memoryMb, timeoutSeconds, ephemeralStorageMb, null, false, false);
    }

    /** Whether it has more time than Lambda gives: a debugger may hold it. */
    public boolean isUnhurried() {
        return timeoutSeconds > MOST_SECONDS;
    }

    /** How long one invocation may last. */
    public long timeoutNanos() {
        return timeoutSeconds * 1_000_000_000L;
    }
}
