package dev.gatehouse.lambda.invoke;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks after a while, by the node's clock. One virtual thread looks whether it is time, and
 * there is none while nothing waits. Whoever sets alarms bounds their number.
 */
final class Alarms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Clock clock;
    private final PriorityQueue<Alarm> waiting = new PriorityQueue<>();
    private boolean watched;
    private boolean closed;

    private record Alarm(long dueNanos, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            return Long.signum(dueNanos - other.dueNanos);
        }
    }

    Alarms(Clock clock) {
        this.clock = clock;
    }

    /** Runs a task, which may not block, once {@code pause} is over. */
    synchronized void after(Duration pause, Runnable task) {
        if (closed) {
            return;
        }
        waiting.add(new Alarm(clock.nanoTime() + pause.toNanos(), task));
        if (!watched) {
            watched = true;
            Thread.ofVirtual().name("lambda-alarms").start(this::watch);
        }
    }

    private void watch() {
        try {
            while (isWatched()) {
                Thread.sleep(LOOK);
                due().forEach(Alarms::run);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isWatched() {
        watched = !waiting.isEmpty();
        return watched;
    }

    private synchronized List<Runnable> due() {
        List<Runnable> due = new ArrayList<>();
        long now = clock.nanoTime();
        for (Alarm next = waiting.peek();
                next != null && next.dueNanos() - now <= 0;
                next = waiting.peek()) {
            waiting.remove();
            due.add(next.task());
        }
        return due;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Whatever it is: the other alarms would not go off any more.
            LOG.error("an event's next attempt failed", e);
        }
    }

    /** Forgets whatever waits. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }
}
