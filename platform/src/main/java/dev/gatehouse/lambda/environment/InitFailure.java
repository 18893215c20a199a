package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Why an init phase came to nothing.
 *
 * @param response what the caller of the event gets that waited for it, should it wait no longer
 * @param completion what the log says of it
 * @param reason in a sentence; empty where the runtime itself has said it
 */
record InitFailure(RuntimeResponse.Failure response, Completion completion, String reason) {

    /** The runtime itself says that it cannot start. */
    static InitFailure told(RuntimeResponse.Failure response) {
        return new InitFailure(response, Completion.error(response.errorType()), "");
    }

    /** The runtime ended before it asked for an event. */
    static InitFailure exited(RuntimeExit exit, @Nullable Assignment waiting) {
        return new InitFailure(
                exit.response(id(waiting)), Completion.error(exit.errorType()), exit.reason());
    }

    /** The phase took longer than it may. */
    static InitFailure timedOut(@Nullable Assignment waiting) {
        return new InitFailure(
                new RuntimeExit(Fault.TIMEOUT, "init").response(id(waiting)),
                Completion.TIMEOUT,
                "init");
    }

    private static String id(@Nullable Assignment waiting) {
        return waiting == null ? "" : waiting.requestId();
    }

    /** What the log of the event says that waited for it. */
    Fault fault(Assignment waiting) {
        return new Fault(waiting.requestId(), response.errorType(), reason);
    }

    /** How the event ends that waited for it. */
    Ending ending() {
        return new Ending(response.payload(), true, completion, 0);
    }
}
