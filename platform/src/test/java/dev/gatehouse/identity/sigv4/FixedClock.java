package dev.gatehouse.identity.sigv4;

import dev.gatehouse.kernel.Clock;
import java.time.Instant;

/** A clock that stands still. */
record FixedClock(Instant now) implements Clock {
    @Override
    public long nanoTime() {
        return 0;
    }
}
