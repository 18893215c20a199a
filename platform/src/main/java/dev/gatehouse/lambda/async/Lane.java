package dev.gatehouse.lambda.async;

import java.time.Duration;
import java.time.Instant;

/**
 * The way of one function's events: how many run at once, and whether the function is let alone for
 * a while since Lambda could not run it. Used by one thread.
 */
final class Lane {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    /** What one claim may bring into memory, as far as the former one tells. */
    private static final long CLAIM_BYTES = 16L * 1024 * 1024;

    private static final int FIRST_CLAIM = 16;
    private static final int LARGEST_CLAIM = 512;

    private final int widest;
    private int width;
    private int running;
    private int passed;
    private int throttles;
    private int batch = FIRST_CLAIM;
    private Instant closedUntil = Instant.MIN;
    private Instant due = Instant.MAX;

    /**
     * @param widest the most events that run at once
     */
    Lane(int widest) {
        this.widest = widest;
        this.width = widest;
    }

    /** An event is there that is due then, or before. */
    void expect(Instant then) {
        due = then.isBefore(due) ? then : due;
    }

    /** None is known to be due. */
    void expectNothing() {
        due = Instant.MAX;
    }

    /** How many events may be claimed now. */
    int room(Instant now) {
        return due.isAfter(now) || closedUntil.isAfter(now)
                ? 0
                : Math.max(0, Math.min(batch, width - running));
    }

    /** A claim brought so many events, of so many bytes together. */
    void claimed(int events, long bytes) {
        if (events > 0) {
            long fit = CLAIM_BYTES / Math.max(1, bytes / events);
            batch = (int) Math.clamp(fit, FIRST_CLAIM, LARGEST_CLAIM);
        }
    }

    /** Whether nothing of it runs and nothing is known to wait. */
    boolean isIdle() {
        return running == 0 && due.equals(Instant.MAX);
    }

    void started() {
        running++;
    }

    /** An event has run, well or not: there is room for the next one. */
    void passed() {
        running--;
        throttles = 0;
        closedUntil = Instant.MIN;
        if (++passed >= width && width < widest) {
            width++;
            passed = 0;
        }
    }

    /** An event ended without having run, for good. */
    void dropped() {
        running--;
    }

    /**
     * Lambda could not run an event: as many as run now fit, and without one that ends the next is
     * tried after a pause, a second at first and at last five minutes.
     */
    void throttled(Instant now) {
        running--;
        width = Math.max(1, running);
        passed = 0;
        if (!closedUntil.isAfter(now)) {
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(throttles, DOUBLINGS));
            closedUntil = now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            throttles++;
        }
    }
}
