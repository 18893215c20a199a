package dev.gatehouse.lambda.invoke;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Events that were accepted and are run now: a bounded number at once, once each. The durable queue
 * with its retries, age limit and destinations takes this class's place.
 */
final class AsyncEvents {
    private final int limit;
    private final AtomicInteger pending = new AtomicInteger();

    AsyncEvents(int limit) {
        this.limit = limit;
    }

    /**
     * Takes a place for an event.
     *
     * @throws dev.gatehouse.kernel.ServiceException when too many wait already
     */
    void enter() {
        if (pending.incrementAndGet() > limit) {
            pending.decrementAndGet();
            throw Refusal.queueFull();
        }
    }

    /** Gives it back when the event has been run. */
    void leave() {
        pending.decrementAndGet();
    }
}
