package dev.gatehouse.lambda.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What the REPORT line says of an event.
 *
 * @param requestId the invocation's id
 * @param durationNanos how long it took
 * @param initNanos how long the init phase before it took; negative when there was none
 * @param memoryMb the function's memory
 * @param peakMb the most memory the environment ever used
 * @param failure how it failed, or null
 */
public record Report(
        String requestId,
        long durationNanos,
        long initNanos,
        int memoryMb,
        long peakMb,
        @Nullable Failing failure) {

    /**
     * How an event failed in a way that the platform knows of.
     *
     * @param status {@code error} or {@code timeout}
     * @param errorType the error's type, or null for a timeout
     */
    public record Failing(String status, @Nullable String errorType) {}

    /** What AWS would charge for: the init phase counts too. Whole milliseconds, rounded up. */
    long billedMillis() {
        long nanos = durationNanos + Math.max(0, initNanos);
        return (nanos + 999_999) / 1_000_000;
    }
}
