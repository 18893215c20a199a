package dev.gatehouse.kernel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds how often a line is logged that tenants or clients can cause: at most once a second. The
 * others are counted.
 */
public final class LogPace {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private final AtomicLong next;
    private final AtomicInteger skipped = new AtomicInteger();

    public LogPace(Clock clock) {
        this.clock = clock;
        this.next = new AtomicLong(clock.nanoTime());
    }

    /** Whether a line may be logged now; when not, it is counted. */
    public boolean allows() {
        long now = clock.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NANOS)) {
            return true;
        }
        skipped.incrementAndGet();
        return false;
    }

    /** How many lines were not logged since this was last asked. */
    public int skipped() {
        return skipped.getAndSet(0);
    }
}
