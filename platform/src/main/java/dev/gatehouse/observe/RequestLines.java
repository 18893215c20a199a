package dev.gatehouse.observe;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line for people for every request of an API and every event that a function ran. Written behind
 * the requests: what comes faster than a person reads is counted instead.
 */
public final class RequestLines implements RequestListener, AutoCloseable {
    private static final int WAITING = 100;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong left = new AtomicLong();
    private final PrintStream out;
    private final Thread writer;

    RequestLines(PrintStream out) {
        this.out = out;
        this.writer = Thread.ofVirtual().name("request-lines").start(this::write);
    }

    @Override
    public void done(RequestRecord record) {
        if (hasRoom()) {
            add(
                    "%s %s %d %s"
                            .formatted(
                                    record.method(),
                                    printable(record.path()),
                                    record.status(),
                                    millis(record.latency())));
        }
    }

    /**
     * A runtime is done with an event.
     *
     * @param status {@code success}, {@code error} or {@code timeout}
     * @param initNanos what its start took; 0 when it was there already
     */
    public void ran(String function, String status, long nanos, long initNanos) {
        if (hasRoom()) {
            String start = initNanos > 0 ? ", cold start " + millis(initNanos) : "";
            String end = status.equals("success") ? "" : ", " + status;
            add("  " + function + ' ' + millis(nanos) + start + end);
        }
    }

    private boolean hasRoom() {
        boolean room = lines.remainingCapacity() > 0;
        if (!room) {
            left.incrementAndGet();
        }
        return room;
    }

    private void add(String line) {
        if (!lines.offer(line)) {
            left.incrementAndGet();
        }
    }

    /** What a client sent must not steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private void write() {
        List<String> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(lines.take());
                print(batch);
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException stop) {
            print(batch);
        }
    }

    private void print(List<String> batch) {
        lines.drainTo(batch);
        batch.forEach(out::println);
        batch.clear();
        long more = left.getAndSet(0);
        if (more > 0) {
            out.println("… and " + more + " more");
        }
        out.flush();
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(Duration.ofSeconds(1));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
