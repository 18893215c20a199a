package dev.gatehouse.function;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What came of an invocation.
 *
 * @param status 200 for a response, 202 for an accepted event, 204 for a dry run
 * @param payload the function's response or its error document; empty for 202 and 204
 * @param functionError {@code Unhandled} when the function failed, else null
 * @param executedVersion the version that ran: {@code $LATEST} or a number
 * @param logTail the last 4 KB of the invocation's log when asked for, not encoded
 * @param durableExecution the ARN of the durable execution that the call began or joined, else null
 */
public record InvocationResult(
        int status,
        Buffer payload,
        @Nullable String functionError,
        String executedVersion,
        @Nullable Buffer logTail,
        @Nullable String durableExecution) {

    /** That of a function that is not durable. */
    public InvocationResult(
            int status,
            Buffer payload,
            @Nullable String functionError,
            String executedVersion,
            @Nullable Buffer logTail) {
        this(status, payload, functionError, executedVersion, logTail, null);
    }
}
