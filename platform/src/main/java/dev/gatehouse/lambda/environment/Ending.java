package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.telemetry.Report;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How an event ended.
 *
 * @param payload what the caller gets
 * @param failed whether that is an error
 * @param reported what REPORT says of it; null when the platform sees nothing wrong
 */
record Ending(Buffer payload, boolean failed, Report.@Nullable Failing reported) {

    /** The runtime answered. Errors of handlers are the function's own affair. */
    static Ending of(RuntimeResponse response) {
        return switch (response) {
            case RuntimeResponse.Success success -> new Ending(success.payload(), false, null);
            case RuntimeResponse.Failure failure ->
                    new Ending(failure.payload(), true, reportable(failure.errorType()));
        };
    }

    private static Report.@Nullable Failing reportable(String type) {
        boolean platform = type.startsWith("Runtime.") || type.startsWith("Function.");
        return platform ? new Report.Failing("error", type) : null;
    }

    /** The runtime ended in the middle of the event. */
    static Ending ofExit(String type, String requestId, String reason) {
        Buffer payload = Errors.of(type, requestId, reason).payload();
        return new Ending(payload, true, new Report.Failing("error", type));
    }

    /** The event took longer than it may. */
    static Ending ofTimeout(String requestId, String reason) {
        Buffer payload = Errors.of("Sandbox.Timedout", requestId, reason).payload();
        return new Ending(payload, true, new Report.Failing("timeout", null));
    }
}
