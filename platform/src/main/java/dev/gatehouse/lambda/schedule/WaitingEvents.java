package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Assignment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The events of one version for which no environment was idle, in their order. Takes no lock. */
final class WaitingEvents {
    private final Clock clock;
    private final Queue<Assignment> queue = new ConcurrentLinkedQueue<>();

    /** Counted here, since the queue would count all of them each time. */
    private final AtomicInteger size = new AtomicInteger();

    WaitingEvents(Clock clock) {
        this.clock = clock;
    }

    void add(Assignment assignment) {
        assignment.waits(clock.nanoTime());
        size.incrementAndGet();
        queue.add(assignment);
    }

    /** Takes the one that has waited longest, or null. */
    @Nullable Assignment poll() {
        Assignment first = queue.poll();
        if (first != null) {
            size.decrementAndGet();
        }
        return first;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return size.get();
    }

    /** For how long the first of them has waited, or {@link Capacity#UNWANTED}. */
    long waitedNanos() {
        Assignment first = queue.peek();
        return first == null ? Capacity.UNWANTED : clock.nanoTime() - first.waitsSinceNanos();
    }
}
