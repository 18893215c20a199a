package dev.gatehouse.lambda.environment;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import org.jspecify.annotations.Nullable;

/**
 * The phase an environment is in, since when, and how long it may last. Confined to the
 * environment's event loop.
 */
final class PhaseTimer {
    /** In whose time an environment's runtime starts. */
    enum Phase {
        /** The environment is new. */
        INIT,
        /** An event waits for the runtime to start again. */
        INVOKE,
        /** The runtime has started. */
        STARTED,
        /** The runtime ended; the next event starts it again. */
        ENDED
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final Clock clock;
    private Phase phase = Phase.INIT;
    private long startedNanos;
    private long deadlineNanos = NEVER;

    PhaseTimer(Clock clock) {
        this.clock = clock;
    }

    boolean isIn(Phase candidate) {
        return phase == candidate;
    }

    /** In whose time the runtime is starting; null when it is not. */
    @Nullable InitPhase initPhase() {
        return switch (phase) {
            case INIT -> InitPhase.INIT;
            case INVOKE -> InitPhase.INVOKE;
            case STARTED, ENDED -> null;
        };
    }

    /** The runtime has started; an event that it started for goes on in the same time. */
    void initDone() {
        if (phase == Phase.INIT) {
            phase = Phase.STARTED;
        }
    }

    /** A phase with a time of its own. */
    void enter(Phase next, long patienceNanos) {
        phase = next;
        startedNanos = clock.nanoTime();
        deadlineNanos = startedNanos + patienceNanos;
    }

    /** A phase that shares the time of the former. */
    void goOn(Phase next) {
        phase = next;
    }

    /** An event begins. If it waited for a second init phase, its time runs since then. */
    void work(long patienceNanos) {
        if (phase == Phase.INVOKE) {
            phase = Phase.STARTED;
        } else {
            enter(Phase.STARTED, patienceNanos);
        }
    }

    /** From now on {@code nanos} are left. */
    void leave(long nanos) {
        deadlineNanos = clock.nanoTime() + nanos;
    }

    /** Nothing is waited for. */
    void rest() {
        deadlineNanos = NEVER;
    }

    boolean isLate(long now) {
        return now >= deadlineNanos;
    }

    /** How long an event took. One that is noticed late took no longer than it may. */
    long eventNanos(long most) {
        return Math.min(elapsedNanos(), most);
    }

    /** Since the phase with a time of its own began. */
    long elapsedNanos() {
        return clock.nanoTime() - startedNanos;
    }

    /** The instant that the time ends, on the clock of the runtime. */
    long deadlineMillis() {
        long left = (deadlineNanos - clock.nanoTime()) / 1_000_000;
        return clock.millis() + left;
    }
}
