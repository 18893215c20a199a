package dev.gatehouse.lambda.schedule;

import java.time.Duration;

/**
 * What all environments of a node may have together.
 *
 * @param environments how many there may be
 * @param memoryMb the sum of what each may take: its function's MemorySize, and its {@code /tmp}
 *     where that is memory
 * @param patience how long an event waits for room, before it is throttled
 */
public record EnvironmentLimits(int environments, long memoryMb, Duration patience) {

    /** As many as AWS runs at once in an account, which wait as long as an init phase may take. */
    public static EnvironmentLimits of(long memoryMb) {
        return new EnvironmentLimits(1_000, memoryMb, Duration.ofSeconds(10));
    }
}
