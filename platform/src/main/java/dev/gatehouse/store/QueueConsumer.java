package dev.gatehouse.store;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of a queue that are due to a handler, each on a virtual thread of its own.
 * Families do not wait for each other. The handler completes a message, or has it delivered again;
 * one of which it says nothing is due again when its claim ends.
 */
public final class QueueConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    /** Messages that are handled at once. */
    private static final int AT_ONCE = 256;

    /** And of one family, so that one that hangs holds up no other. */
    private static final int MOST_OF_ONE = 16;

    private static final Duration LEASE = Duration.ofMinutes(2);

    /** How long it rests at least while something waits for its time, and at most. */
    private static final long TICK_MILLIS = 250;

    private static final long LOOK_MILLIS = 30_000;

    private final Queue queue;
    private final Consumer<Message> handler;
    private final Clock clock;
    private final String name;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param name of its threads
     */
    public QueueConsumer(String name, Queue queue, Consumer<Message> handler, Clock clock) {
        this.queue = queue;
        this.handler = handler;
        this.clock = clock;
        this.name = name;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** Something more is in the queue. */
    public void tell() {
        signal.release();
    }

    private void run() {
        long pause = 0;
        while (!closed) {
            try {
                signal.tryAcquire(pause, TimeUnit.MILLISECONDS);
                signal.drainPermits();
                pause = handleDue();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("{}: messages wait until the store is back", name, e);
                pause = LOOK_MILLIS / 10;
            }
        }
    }

    /** How long nothing more will be due, in milliseconds. */
    private long handleDue() throws InterruptedException {
        Map<String, Instant> families = queue.families();
        long pause = LOOK_MILLIS;
        for (Map.Entry<String, Instant> family : families.entrySet()) {
            Instant now = clock.now();
            int room = MOST_OF_ONE - underWay.getOrDefault(family.getKey(), 0);
            if (!family.getValue().isAfter(now) && room > 0 && !closed) {
                start(family.getKey(), queue.claim(family.getKey(), now, now.plus(LEASE), room));
            }
            long wait = Duration.between(now, family.getValue()).toMillis();
            pause = Math.min(pause, Math.max(TICK_MILLIS, wait));
        }
        return pause;
    }

    private void start(String family, List<Message> claimed) throws InterruptedException {
        if (!claimed.isEmpty()) {
            underWay.merge(family, claimed.size(), Integer::sum);
        }
        for (Message message : claimed) {
            if (!mayBegin()) {
                return; // due again when its claim ends
            }
            Thread.ofVirtual()
                    .name(name)
                    .start(
                            () -> {
                                try {
                                    handle(message);
                                } finally {
                                    ended(family);
                                }
                            });
        }
    }

    /** Waits for one of those under way to end, but not when this is closed. */
    private boolean mayBegin() throws InterruptedException {
        while (!closed) {
            if (free.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void handle(Message message) {
        try {
            handler.accept(message);
        } catch (RuntimeException e) {
            LOG.warn("{}: a message is delivered again", name, e);
        }
    }

    /** Where one family had all that it may, more of it may wait. */
    private void ended(String family) {
        free.release();
        Integer left = underWay.computeIfPresent(family, (_, n) -> n > 1 ? n - 1 : null);
        if (left != null && left == MOST_OF_ONE - 1) {
            tell();
        }
    }

    /** Leaves what is not handled to the next start. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        signal.release();
        if (thread.getState() != Thread.State.NEW) {
            thread.join();
            free.tryAcquire(AT_ONCE, 2, TimeUnit.SECONDS);
        }
    }
}
