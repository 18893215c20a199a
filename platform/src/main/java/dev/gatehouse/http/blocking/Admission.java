package dev.gatehouse.http.blocking;

import dev.gatehouse.http.ByteBudget;
import dev.gatehouse.http.SourceBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What all calls of blocking code share: how many may run, and how much their bodies may hold. */
final class Admission {
    private final BlockingLimits limits;
    private final Path spool;
    private final Semaphore calls;
    private final ByteBudget held;
    private final SourceBudget memory;
    private final SourceBudget disk;

    /**
     * @param spool the folder for bodies that are too long for the memory; has to be there
     */
    Admission(BlockingLimits limits, Path spool) {
        BlockingLimits.Unverified unverified = limits.unverified();
        this.limits = limits;
        this.spool = spool;
        this.calls = new Semaphore(limits.calls());
        this.held = new ByteBudget(limits.heldBytes());
        this.memory = new SourceBudget(unverified.memoryBytes(), unverified.memoryBytesPerSource());
        this.disk = new SourceBudget(unverified.diskBytes(), unverified.diskBytesPerSource());
    }

    int maxBodyBytes() {
        return limits.bodyBytes();
    }

    Path spool() {
        return spool;
    }

    Semaphore calls() {
        return calls;
    }

    /** Accepted bodies, in memory. */
    ByteBudget held() {
        return held;
    }

    /** Bodies not accepted yet, in memory. */
    SourceBudget memory() {
        return memory;
    }

    /** Bodies not accepted yet, on disk. */
    SourceBudget disk() {
        return disk;
    }

    boolean drain(Duration patience) throws InterruptedException {
        boolean drained =
                calls.tryAcquire(limits.calls(), patience.toMillis(), TimeUnit.MILLISECONDS);
        if (drained) {
            calls.release(limits.calls());
        }
        return drained;
    }
}
