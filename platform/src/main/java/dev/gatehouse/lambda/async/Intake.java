package dev.gatehouse.lambda.async;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.StoreException;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes accepted events to the queue, on a thread of its own: those that arrive while a commit is
 * on its way share the next one.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int BATCH_MAX = 256;
    private static final int ARRIVED_MAX = 10_000;

    private final Store store;
    private final String queue;
    private final long bytesMax;
    private final Consumer<Set<String>> written;
    private final BlockingQueue<Arrival> arrived = new ArrayBlockingQueue<>(ARRIVED_MAX);
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread =
            Thread.ofVirtual().name("lambda-async-intake").unstarted(this::run);
    private volatile boolean closed;

    /** An event, and who waits until it is kept. */
    private record Arrival(
            String family, Instant now, String state, Buffer payload, Promise<Void> kept) {}

    private static final Arrival END =
            new Arrival("", Instant.EPOCH, "", Buffer.buffer(), Promise.promise());

    /**
     * @param bytesMax the most that may wait to be written
     * @param written hears of the families of events that are kept from now on
     */
    Intake(Store store, String queue, long bytesMax, Consumer<Set<String>> written) {
        this.store = store;
        this.queue = queue;
        this.bytesMax = bytesMax;
        this.written = written;
    }

    void start() {
        thread.start();
    }

    /** Completes {@code kept} after the commit. Never blocks; false when there is no room. */
    boolean offer(String family, Instant now, String state, Buffer payload, Promise<Void> kept) {
        boolean taken =
                bytes.addAndGet(payload.length()) <= bytesMax
                        && !closed
                        && arrived.offer(new Arrival(family, now, state, payload, kept));
        if (!taken) {
            bytes.addAndGet(-payload.length());
        }
        return taken;
    }

    private void run() {
        List<Arrival> batch = new ArrayList<>(BATCH_MAX);
        boolean last = false;
        while (!last) {
            try {
                batch.add(arrived.take());
            } catch (InterruptedException e) {
                return;
            }
            arrived.drainTo(batch, BATCH_MAX - 1);
            last = batch.remove(END);
            keep(batch);
            batch.clear();
        }
    }

    private void keep(List<Arrival> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            store.transact(
                    tx -> {
                        Queue events = tx.queue(queue);
                        batch.forEach(
                                each ->
                                        events.enqueue(
                                                each.family(),
                                                each.now(),
                                                each.state(),
                                                each.payload().getBytes()));
                        return batch.size();
                    });
        } catch (RuntimeException | Error e) {
            // Whatever it is: callers wait for a word.
            LOG.error("{} asynchronous events could not be kept", batch.size(), e);
            batch.forEach(each -> end(each, notKept(e)));
            return;
        }
        Set<String> families = new HashSet<>();
        batch.forEach(each -> families.add(each.family()));
        written.accept(families);
        batch.forEach(this::end);
    }

    private void end(Arrival arrival) {
        bytes.addAndGet(-arrival.payload().length());
        arrival.kept().complete();
    }

    private void end(Arrival arrival, ServiceException failure) {
        bytes.addAndGet(-arrival.payload().length());
        arrival.kept().fail(failure);
    }

    private static ServiceException notKept(Throwable failure) {
        String why =
                failure instanceof StoreException
                        ? String.valueOf(failure.getMessage())
                        : "The event could not be kept.";
        return new ServiceException("ServiceException", 503, why, Map.of("Type", "Service"));
    }

    /** Writes what has arrived. */
    void stop() throws InterruptedException {
        closed = true;
        if (thread.getState() != Thread.State.NEW) {
            arrived.put(END);
            thread.join();
        }
        for (Arrival late = arrived.poll(); late != null; late = arrived.poll()) {
            end(late, notKept(new IllegalStateException("the node stops")));
        }
    }
}
