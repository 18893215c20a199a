package dev.gatehouse.lambda.environment;

import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An event whose outcome is known, but of which the log has not everything: its runtime may still
 * write until it asks for the next event.
 *
 * @param assignment the event
 * @param ending its outcome; kept only for a caller that waits for the log
 * @param completion what the platform sees of it
 * @param producedBytes the length of its response
 * @param tookNanos how long it took so far
 */
record Concluded(
        Assignment assignment,
        @Nullable Ending ending,
        Completion completion,
        long producedBytes,
        long tookNanos) {

    static Concluded of(Assignment assignment, Ending ending, long tookNanos) {
        return new Concluded(
                assignment,
                assignment.wantsLogTail() ? ending : null,
                ending.completion(),
                ending.producedBytes(),
                tookNanos);
    }

    Concluded took(long nanos) {
        return new Concluded(assignment, ending, completion, producedBytes, nanos);
    }

    Concluded completed(Completion other) {
        return new Concluded(assignment, ending, other, producedBytes, tookNanos);
    }

    /** Tells a caller that has waited for the log. */
    void tell(@Nullable Buffer tail) {
        if (ending != null) {
            assignment.complete(ending.outcome(tail));
        }
    }
}
