package dev.gatehouse.lambda.plan;

/**
 * What a version may use.
 *
 * @param memoryMb memory in MiB, 128 to 10,240; CPU is in proportion
 * @param timeoutSeconds how long one invocation may last, 1 to 900
 * @param ephemeralStorageMb size of {@code /tmp} in MiB, 512 to 10,240
 */
public record FunctionResources(int memoryMb, int timeoutSeconds, int ephemeralStorageMb) {
    public FunctionResources {
        if (memoryMb <= 0 || timeoutSeconds <= 0 || ephemeralStorageMb <= 0) {
            throw new IllegalArgumentException("resources are positive");
        }
    }

    /** How long one invocation may last. */
    public long timeoutNanos() {
        return timeoutSeconds * 1_000_000_000L;
    }
}
