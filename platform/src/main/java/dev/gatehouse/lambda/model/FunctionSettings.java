package dev.gatehouse.lambda.model;

import org.jspecify.annotations.Nullable;

/**
 * What is configured of a function beside its versions.
 *
 * @param reservedConcurrency how many invocations may run at once; null when none are reserved
 * @param recursiveLoop {@code Terminate} or {@code Allow}
 */
public record FunctionSettings(@Nullable Integer reservedConcurrency, String recursiveLoop) {
    /** The settings of a function nobody changed. */
    public static final FunctionSettings DEFAULT = new FunctionSettings(null, "Terminate");

    /** The same with another reservation; null takes it away. */
    public FunctionSettings withReservedConcurrency(@Nullable Integer other) {
        return new FunctionSettings(other, recursiveLoop);
    }

    /** The same with another setting for recursive loops. */
    public FunctionSettings withRecursiveLoop(String other) {
        return new FunctionSettings(reservedConcurrency, other);
    }
}
