package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Fault;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param payload what the caller gets
 * @param failed whether that is an error
 * @param completion what the platform sees of it
 * @param producedBytes the length of the function's response
 */
record Ending(Buffer payload, boolean failed, Completion completion, long producedBytes) {
    private static final Buffer NOTHING = Buffer.buffer();

    /** The runtime responded. Errors of handlers are the function's own affair. */
    static Ending of(RuntimeResponse response) {
        return switch (response) {
            case RuntimeResponse.Success success ->
                    new Ending(
                            success.payload(),
                            false,
                            Completion.SUCCESS,
                            success.payload().length());
            case RuntimeResponse.Streamed streamed -> of(streamed);
            case RuntimeResponse.Failure failure -> of(failure, 0);
        };
    }

    private static Ending of(RuntimeResponse.Streamed streamed) {
        RuntimeResponse.Failure failure = streamed.failure();
        return failure == null
                ? new Ending(NOTHING, false, Completion.SUCCESS, streamed.bytes())
                : of(failure, streamed.bytes());
    }

    private static Ending of(RuntimeResponse.Failure failure, long producedBytes) {
        return new Ending(failure.payload(), true, completion(failure.errorType()), producedBytes);
    }

    private static Completion completion(String type) {
        boolean platform = type.startsWith("Runtime.") || type.startsWith("Function.");
        return platform ? Completion.error(type) : Completion.SUCCESS;
    }

    /** The runtime came to its end before it responded. */
    static Ending of(Fault fault) {
        RuntimeExit exit = new RuntimeExit(fault.errorType(), fault.reason());
        return new Ending(exit.response(fault.requestId()).payload(), true, fault.completion(), 0);
    }

    /** What the caller hears of it. */
    Outcome outcome(@Nullable Buffer logTail) {
        return new Outcome(payload, failed, logTail);
    }
}
