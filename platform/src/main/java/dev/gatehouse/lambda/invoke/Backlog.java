package dev.gatehouse.lambda.invoke;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Accepted events of one function that Lambda could not run yet, the oldest first. */
final class Backlog {
    private final PriorityQueue<AsyncEvent> events = new PriorityQueue<>();
    private boolean alarmed;

    synchronized void add(AsyncEvent event) {
        events.add(event);
    }

    synchronized @Nullable AsyncEvent poll() {
        return events.poll();
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }

    /** Whether somebody has to come back later; from now on somebody will. */
    synchronized boolean alarm() {
        boolean needed = !alarmed && !events.isEmpty();
        alarmed |= needed;
        return needed;
    }

    /** Whoever was to come back is here. */
    synchronized void alarmed() {
        alarmed = false;
    }
}
