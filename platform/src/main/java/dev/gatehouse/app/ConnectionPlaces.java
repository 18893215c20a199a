package dev.gatehouse.app;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The connections that one sandbox may have to the node: so many at once, and so many anew each
 * second. Each costs the node a handshake, and each new name of a host a signature: without a bound
 * one function would take the processor from all others.
 */
final class ConnectionPlaces {
    /** Further ones wait in the listener's backlog. */
    private static final int AT_ONCE = 256;

    /** How many may be opened at full speed by a sandbox that has opened few for a while. */
    private static final int BURST = 200;

    /** Beyond that, one in this time. */
    private static final long EACH_NANOS = Duration.ofMillis(10).toNanos();

    private final Clock clock;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private long paidUntil;

    ConnectionPlaces(Clock clock) {
        this.clock = clock;
        this.paidUntil = clock.nanoTime();
    }

    /** Waits until one more may be opened. */
    void acquire() throws InterruptedException {
        free.acquire();
        long pause = take();
        if (pause > 0) {
            Thread.sleep(Duration.ofNanos(pause));
        }
    }

    /** Counts one more, and says for how long it has to wait, in nanoseconds. */
    synchronized long take() {
        long now = clock.nanoTime();
        paidUntil = Math.max(paidUntil, now) + EACH_NANOS;
        return Math.max(0, paidUntil - now - BURST * EACH_NANOS);
    }

    /** One has ended. */
    void release() {
        free.release();
    }
}
