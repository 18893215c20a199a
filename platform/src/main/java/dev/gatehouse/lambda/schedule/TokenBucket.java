package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many in a time, as many at once: a token bucket, kept as the time at which it would be full.
 * Takes no lock.
 */
public final class TokenBucket {
    private final Clock clock;
    private final long nanosEach;
    private final long nanosAll;
    private final AtomicLong fullAt;

    /**
     * @param tokens how many it holds, and gets back in {@code period}
     */
    public TokenBucket(int tokens, Duration period, Clock clock) {
        this.clock = clock;
        this.nanosEach = Math.max(1, period.toNanos() / tokens);
        this.nanosAll = nanosEach * tokens;
        this.fullAt = new AtomicLong(clock.nanoTime());
    }

    /** Takes a token, if there is one. */
    public boolean take() {
        while (true) {
            long now = clock.nanoTime();
            long full = fullAt.get();
            long after = (full - now > 0 ? full : now) + nanosEach;
            if (after - now > nanosAll) {
                return false;
            }
            if (fullAt.compareAndSet(full, after)) {
                return true;
            }
        }
    }
}
