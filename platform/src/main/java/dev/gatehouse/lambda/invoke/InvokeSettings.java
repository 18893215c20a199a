package dev.gatehouse.lambda.invoke;

/**
 * Limits of invocations; AWS's values are the defaults.
 *
 * @param synchronousBytes the longest event of a synchronous invocation
 * @param asynchronousBytes the longest event of an asynchronous one
 * @param asynchronousEvents accepted events that may wait or run at once
 * @param asynchronousTotalBytes their length together; they wait in memory
 */
public record InvokeSettings(
        int synchronousBytes,
        int asynchronousBytes,
        int asynchronousEvents,
        long asynchronousTotalBytes) {

    /** AWS's limits; what may wait is ours, since AWS publishes none. */
    public static final InvokeSettings DEFAULTS =
            new InvokeSettings(6 * 1024 * 1024, 1024 * 1024, 10_000, 128L * 1024 * 1024);
}
