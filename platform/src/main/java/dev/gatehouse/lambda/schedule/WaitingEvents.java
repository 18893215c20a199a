package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one version for which no environment was idle. An environment takes those of its
 * own event loop first, in their order, since handing an event to another thread costs more than
 * the rest of a call; but one of another loop that has waited {@link #LEAD} longer goes before
 * them. Takes no lock.
 */
final class WaitingEvents {
    /** How much later than it would in strict order an event may be taken. */
    static final Duration LEAD = Duration.ofMillis(10);

    private final Tickers tickers;
    private final Clock clock;
    private final List<Queue<Assignment>> byLoop;

    /** Counted here, since the queues would count all of them each time. */
    private final AtomicInteger size = new AtomicInteger();

    WaitingEvents(Tickers tickers, Clock clock) {
        this.tickers = tickers;
        this.clock = clock;
        this.byLoop =
                Stream.<Queue<Assignment>>generate(ConcurrentLinkedQueue::new)
                        .limit(tickers.count())
                        .toList();
    }

    /** Adds one that came on the caller's event loop. */
    void add(Assignment assignment) {
        assignment.waits(clock.nanoTime());
        size.incrementAndGet();
        byLoop.get(tickers.here()).add(assignment);
    }

    /** Takes the best one for an environment of the caller's event loop, or null. */
    @Nullable Assignment poll() {
        int here = tickers.here();
        Assignment first = byLoop.get(due(here)).poll();
        for (int i = 0; first == null && i < byLoop.size(); i++) {
            first = byLoop.get((here + i) % byLoop.size()).poll();
        }
        if (first != null) {
            size.decrementAndGet();
        }
        return first;
    }

    /** The loop whose first event is to be taken next by an environment of the given one. */
    private int due(int here) {
        int due = here;
        long since = since(here) - LEAD.toNanos();
        for (int loop = 0; loop < byLoop.size(); loop++) {
            long other = since(loop);
            if (loop != here && other - since < 0) {
                due = loop;
                since = other;
            }
        }
        return due;
    }

    /** Since when a loop's first event waits; now where it has none. */
    private long since(int loop) {
        Assignment first = byLoop.get(loop).peek();
        return first == null ? clock.nanoTime() : first.waitsSinceNanos();
    }

    boolean isEmpty() {
        for (Queue<Assignment> queue : byLoop) {
            if (!queue.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return size.get();
    }

    /** For how long the first of them has waited, or {@link Capacity#UNWANTED}. */
    long waitedNanos() {
        long now = clock.nanoTime();
        long longest = Capacity.UNWANTED;
        for (Queue<Assignment> queue : byLoop) {
            Assignment first = queue.peek();
            if (first != null) {
                longest = Math.max(longest, now - first.waitsSinceNanos());
            }
        }
        return longest;
    }
}
