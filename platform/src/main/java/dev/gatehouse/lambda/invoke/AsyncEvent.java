package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.kernel.Arn;
import java.time.Duration;

/**
 * An event that was accepted and has not ended yet.
 *
 * @param invocation what the caller asked for
 * @param function the function's ARN without a qualifier
 * @param acceptedNanos when it was accepted, on the monotonic clock
 * @param failures how often the function itself failed
 * @param refusals how often Lambda could not run it, since it was accepted or the function failed
 */
record AsyncEvent(
        Invocation invocation, Arn function, long acceptedNanos, int failures, int refusals)
        implements Comparable<AsyncEvent> {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    AsyncEvent failed() {
        return new AsyncEvent(invocation, function, acceptedNanos, failures + 1, 0);
    }

    AsyncEvent refused() {
        return new AsyncEvent(invocation, function, acceptedNanos, failures, refusals + 1);
    }

    /** How long to wait after a refusal: from a second to five minutes. */
    Duration pause() {
        Duration pause = FIRST.multipliedBy(1L << Math.min(refusals - 1, DOUBLINGS));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    int bytes() {
        return invocation.payload().length();
    }

    /** The oldest first. */
    @Override
    public int compareTo(AsyncEvent other) {
        return Long.signum(acceptedNanos - other.acceptedNanos);
    }
}
