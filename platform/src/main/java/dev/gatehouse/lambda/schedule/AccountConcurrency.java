package dev.gatehouse.lambda.schedule;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The concurrency that an account's functions share in a region: the limit without what is reserved
 * for single functions.
 */
final class AccountConcurrency {
    private final int limit;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger reserved = new AtomicInteger();

    AccountConcurrency(int limit) {
        this.limit = limit;
    }

    boolean admit() {
        if (running.incrementAndGet() > limit - reserved.get()) {
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
}
