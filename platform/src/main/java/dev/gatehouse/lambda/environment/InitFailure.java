package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.runtimeapi.RuntimeResponse;
import dev.gatehouse.lambda.telemetry.Report;

/**
 * Why an init phase came to nothing.
 *
 * @param answer what the event that waited for it is answered, should it wait no longer
 * @param reported what the log says of it
 */
record InitFailure(RuntimeResponse.Failure response, Report.Failing reported) {

    /** The runtime itself says that it cannot start. */
    static InitFailure told(RuntimeResponse.Failure response) {
        return new InitFailure(response, new Report.Failing("error", response.errorType()));
    }

    /** The runtime ended before it asked for an event. */
    static InitFailure exited(String type, String requestId, String reason) {
        return told(Errors.of(type, requestId, reason));
    }

    /** The phase took longer than it may. */
    static InitFailure timedOut(String requestId) {
        RuntimeResponse.Failure response = Errors.of("Sandbox.Timedout", requestId, "init");
        return new InitFailure(response, new Report.Failing("timeout", null));
    }

    /** How the event ends that waited for it. */
    Ending ending() {
        return new Ending(response.payload(), true, reported);
    }
}
