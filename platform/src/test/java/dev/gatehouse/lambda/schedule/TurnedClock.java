package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock that only tests move. */
final class TurnedClock implements Clock {
    private long nanos = -1_000;

    void turn(Duration by) {
        nanos += by.toNanos();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
