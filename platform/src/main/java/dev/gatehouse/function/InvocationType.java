package dev.gatehouse.function;

import org.jspecify.annotations.Nullable;

/** Lambda's invocation types. */
public enum InvocationType {
    /** The caller waits for the function's response. */
    REQUEST_RESPONSE,
    /** Lambda accepts the event and calls the function later. */
    EVENT,
    /** Checks parameters and permissions, runs nothing. */
    DRY_RUN;

    /** The type that a header {@code X-Amz-Invocation-Type} asks for; without one, a response. */
    public static InvocationType ofHeader(@Nullable String value) {
        return switch (value) {
            case "Event" -> EVENT;
            case "DryRun" -> DRY_RUN;
            case null, default -> REQUEST_RESPONSE;
        };
    }
}
