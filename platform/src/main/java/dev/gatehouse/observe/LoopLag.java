package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late event loops run what is due: a loop that is blocked shows here. The largest lag since it
 * was last read.
 */
public final class LoopLag {
    /** How often a loop is to tick, in milliseconds. */
    public static final long TICK_MILLIS = 500;

    private final Clock clock;
    private final AtomicLong largest = new AtomicLong();

    LoopLag(Clock clock) {
        this.clock = clock;
    }

    /** What one loop calls at each of its ticks. */
    public Runnable ticks() {
        return new Runnable() {
            private long last = clock.nanoTime();

            @Override
            public void run() {
                long now = clock.nanoTime();
                long late = now - last - TICK_MILLIS * 1_000_000;
                last = now;
                largest.accumulateAndGet(late, Math::max);
            }
        };
    }

    /** In seconds; begins anew. */
    double read() {
        return largest.getAndSet(0) / 1e9;
    }
}
