package dev.gatehouse.kernel;

import java.time.Duration;
import java.time.Instant;

/** The machine's clock, which a test puts forward. */
public final class TurnableClock implements Clock {
    private volatile Duration ahead = Duration.ZERO;

    public synchronized void turn(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant now() {
        return SYSTEM.now().plus(ahead);
    }

    @Override
    public long nanoTime() {
        return SYSTEM.nanoTime() + ahead.toNanos();
    }
}
