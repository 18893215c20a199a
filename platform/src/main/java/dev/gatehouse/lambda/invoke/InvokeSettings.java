package dev.gatehouse.lambda.invoke;

/**
 * Limits of invocations; AWS's values are the defaults.
 *
 * @param synchronousBytes the longest event of a synchronous invocation
 * @param asynchronousBytes the longest event of an asynchronous one
 */
public record InvokeSettings(int synchronousBytes, int asynchronousBytes) {

    /** AWS's limits. */
    public static final InvokeSettings DEFAULTS = new InvokeSettings(6 * 1024 * 1024, 1024 * 1024);
}
