package dev.gatehouse.function;

/** Lambda's invocation types. */
public enum InvocationType {
    /** The caller waits for the function's response. */
    REQUEST_RESPONSE,
    /** Lambda accepts the event and calls the function later. */
    EVENT,
    /** Checks parameters and permissions, runs nothing. */
    DRY_RUN
}
