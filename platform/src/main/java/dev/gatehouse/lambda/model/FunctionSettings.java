package dev.gatehouse.lambda.model;

import org.jspecify.annotations.Nullable;

/**
 * What is configured of a function beside its versions.
 *
 * @param reservedConcurrency how many invocations may run at once; null when none are reserved
 * @param recursiveLoop {@code Terminate} or {@code Allow}
 * @param updateRuntimeOn {@code Auto}, {@code FunctionUpdate} or {@code Manual}
 * @param runtimeVersionArn the pinned runtime version, with {@code Manual}
 */
public record FunctionSettings(
        @Nullable Integer reservedConcurrency,
        String recursiveLoop,
        String updateRuntimeOn,
        @Nullable String runtimeVersionArn) {
    /** The settings of a function nobody changed. */
    public static final FunctionSettings DEFAULT =
            new FunctionSettings(null, "Terminate", "Auto", null);

    /** The same with another reservation; null takes it away. */
    public FunctionSettings withReservedConcurrency(@Nullable Integer other) {
        return new FunctionSettings(other, recursiveLoop, updateRuntimeOn, runtimeVersionArn);
    }

    /** The same with another answer to recursive loops. */
    public FunctionSettings withRecursiveLoop(String other) {
        return new FunctionSettings(reservedConcurrency, other, updateRuntimeOn, runtimeVersionArn);
    }

    /** The same with another way to get runtime updates. */
    public FunctionSettings withRuntimeUpdates(String on, @Nullable String versionArn) {
        return new FunctionSettings(reservedConcurrency, recursiveLoop, on, versionArn);
    }
}
