package dev.gatehouse.lambda.invoke;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Accepted events of one function that Lambda could not run yet, the oldest first. */
final class Backlog {
    private final PriorityQueue<AsyncEvent> events = new PriorityQueue<>();
    private boolean visitExpected;

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
    synchronized boolean expectVisit() {
        boolean needed = !visitExpected && !events.isEmpty();
        visitExpected |= needed;
        return needed;
    }

    /** Whether somebody will come back later. */
    synchronized boolean isVisitExpected() {
        return visitExpected;
    }

    /** Whoever was to come back is here. */
    synchronized void visited() {
        visitExpected = false;
    }
}
