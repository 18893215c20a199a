package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The node's metrics. What counts them is loaded beside the start, not by it; what happens before
 * is kept and counted then.
 */
public final class Metrics implements RequestListener, AutoCloseable {
    private static final int EARLY = 10_000;

    private final BlockingQueue<Consumer<Meters>> early = new ArrayBlockingQueue<>(EARLY);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LoopLag loopLag;
    private volatile @Nullable Meters meters;

    public Metrics(Clock clock) {
        this.loopLag = new LoopLag(clock);
    }

    /** Measures how late the event loops are; each of them calls what they are to call. */
    public LoopLag loopLag() {
        return loopLag;
    }

    /** Loads what counts. Blocks; to be called beside the start. */
    public void load() {
        loaded();
    }

    @Override
    public void done(RequestRecord record) {
        count(counting -> counting.request(record));
    }

    /** An invocation begins. */
    public void invoking() {
        inFlight.incrementAndGet();
    }

    /**
     * An invocation has ended.
     *
     * @param function the function's name
     * @param type {@code RequestResponse}, {@code Event} or {@code DryRun}
     */
    public void invoked(String function, String type, Outcome outcome, long nanos) {
        inFlight.decrementAndGet();
        count(counting -> counting.invocation(function, type, outcome, nanos));
    }

    /**
     * A runtime has started, or has failed to.
     *
     * @param status {@code success}, {@code error} or {@code timeout}
     */
    public void started(String function, String status, long nanos) {
        count(counting -> counting.start(function, status, nanos));
    }

    /**
     * A runtime is done with an event.
     *
     * @param status {@code success}, {@code error} or {@code timeout}
     */
    public void ran(String function, String status, long nanos) {
        count(counting -> counting.run(function, status, nanos));
    }

    /** So much of what a function wrote was dropped. */
    public void droppedLogs(long bytes) {
        count(counting -> counting.droppedLogs(bytes));
    }

    /**
     * Shows a number that others keep, read at each scrape.
     *
     * @param name in Micrometer's form, such as {@code gatehouse.environments}
     * @param value may block; is asked on a thread that may wait
     */
    public void gauge(String name, String description, DoubleSupplier value) {
        count(counting -> counting.gauge(name, description, value));
    }

    /** Shows a count that others keep and that only grows, read at each scrape. */
    public void counter(String name, String description, DoubleSupplier value) {
        count(counting -> counting.counter(name, description, value));
    }

    private void count(Consumer<Meters> what) {
        Meters loaded = meters;
        if (loaded == null) {
            early.offer(what);
        } else {
            what.accept(loaded);
        }
    }

    /** Everything in Prometheus' text form. Blocks. */
    public String scrape() {
        Meters loaded = loaded();
        countEarly(loaded);
        return loaded.scrape();
    }

    private synchronized Meters loaded() {
        Meters made = meters;
        if (made == null) {
            made = new Meters(inFlight, loopLag);
            countEarly(made);
            meters = made;
        }
        return made;
    }

    private void countEarly(Meters counting) {
        for (Consumer<Meters> what = early.poll(); what != null; what = early.poll()) {
            what.accept(counting);
        }
    }

    @Override
    public synchronized void close() {
        Meters made = meters;
        if (made != null) {
            made.close();
        }
    }
}
