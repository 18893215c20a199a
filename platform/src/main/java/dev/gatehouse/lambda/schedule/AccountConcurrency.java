package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The concurrency that an account's functions share in a region: the limit without what is reserved
 * for single functions.
 */
final class AccountConcurrency {
    private final ConcurrencyLimits limits;
    private final Clock clock;
    private final @Nullable TokenBucket requests;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger reserved = new AtomicInteger();

    AccountConcurrency(ConcurrencyLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.requests = limits.requests(limits.account(), clock);
    }

    boolean admit() {
        if (running.incrementAndGet() > limits.account() - reserved.get()) {
            running.decrementAndGet();
            return false;
        }
        return true;
    }

    void release() {
        running.decrementAndGet();
    }

    void reservedChanged(int difference) {
        reserved.addAndGet(difference);
    }

    /** The requests of all functions that reserve nothing; null for any number. */
    @Nullable TokenBucket requests() {
        return requests;
    }

    /** The requests that a reservation takes; null for any number. */
    @Nullable TokenBucket requests(int concurrency) {
        return limits.requests(concurrency, clock);
    }
}
