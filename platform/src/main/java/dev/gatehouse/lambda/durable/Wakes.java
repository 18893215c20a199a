package dev.gatehouse.lambda.durable;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.durable.model.DurableDocuments;
import dev.gatehouse.lambda.durable.model.Wake;
import dev.gatehouse.lambda.model.FunctionReference;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has done what is due in executions, each on a thread of its own. What a killed node was about is
 * due again when its lease ends.
 */
final class Wakes {
    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);

    /** What is under way at once; invocations are most of it. */
    private static final int AT_ONCE = 1_000;

    private static final int CLAIM = 64;
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** How often the clock, which may be any, is looked at while something is expected. */
    private static final long TICK_MILLIS = 100;

    /** How often the queue is looked through for what nobody told of. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Queue queue;
    private final Clock clock;
    private final BiConsumer<Message, Wake> deed;
    private final Map<String, Instant> expected = new ConcurrentHashMap<>();
    private final Map<Long, Message> claimed = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Semaphore signal = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("lambda-durable").unstarted(this::run);
    private Instant nextLook = Instant.MIN;
    private Instant nextExtension = Instant.MIN;
    private volatile boolean closed;

    /**
     * @param deed does what is due, and completes the message
     */
    Wakes(Store store, Clock clock, BiConsumer<Message, Wake> deed) {
        this.queue = store.queue(DurableDocuments.QUEUE);
        this.clock = clock;
        this.deed = deed;
    }

    /** Which family of the queue a wake belongs to. */
    static String family(Wake wake) {
        String function = wake.key().substring(0, wake.key().indexOf('/'));
        return FunctionReference.to(wake.scope(), function).function().toString();
    }

    /** What is in the queue already comes first. */
    void start() {
        signal.release();
        thread.start();
    }

    /** Something of a family is due then. */
    void expect(String family, Instant due) {
        expected.merge(family, due, (one, other) -> one.isBefore(other) ? one : other);
        signal.release();
    }

    private void run() {
        while (!closed) {
            try {
                signal.tryAcquire(pauseMillis(), TimeUnit.MILLISECONDS);
                signal.drainPermits();
                extend();
                look();
                claim();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Durable executions wait until the store is back", e);
                nextLook = Instant.MIN;
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            LOG.debug("The node stops");
        }
    }

    private long pauseMillis() {
        return expected.isEmpty() && claimed.isEmpty() ? LOOK.toMillis() : TICK_MILLIS;
    }

    private void extend() {
        Instant now = clock.now();
        if (!claimed.isEmpty() && !nextExtension.isAfter(now)) {
            queue.extend(claimed.values(), now.plus(LEASE));
            nextExtension = now.plus(LEASE.dividedBy(3));
        }
    }

    private void look() {
        Instant now = clock.now();
        if (!nextLook.isAfter(now)) {
            queue.families().forEach(this::expect);
            nextLook = now.plus(LOOK);
        }
    }

    private void claim() {
        Instant now = clock.now();
        List<String> due =
                expected.entrySet().stream()
                        .filter(family -> !family.getValue().isAfter(now))
                        .map(Map.Entry::getKey)
                        .toList();
        if (due.isEmpty()) {
            return;
        }
        due.forEach(expected::remove);
        due.forEach(family -> claim(family, now));
        Map<String, Instant> families = queue.families();
        due.forEach(
                family -> {
                    Instant next = families.get(family);
                    if (next != null) {
                        expect(family, next);
                    }
                });
    }

    private void claim(String family, Instant now) {
        int room = Math.min(CLAIM, free.availablePermits());
        if (room == 0) {
            return;
        }
        for (Message message : queue.claim(family, now, now.plus(LEASE), room)) {
            free.acquireUninterruptibly();
            claimed.put(message.id(), message);
            Thread.ofVirtual().name("lambda-durable-run").start(() -> act(message));
        }
    }

    private void act(Message message) {
        try {
            Wake wake = Wake.of(message).orElse(null);
            if (wake == null) {
                LOG.warn("Dropping something due in a durable execution: it cannot be read");
                queue.complete(List.of(message));
            } else {
                deed.accept(message, wake);
            }
        } catch (RuntimeException | Error e) {
            if (!closed) {
                LOG.error("What is due in a durable execution is done again", e);
            }
        } finally {
            claimed.remove(message.id());
            free.release();
        }
    }

    /** Leaves what is under way to the next start. */
    void stop() throws InterruptedException {
        closed = true;
        signal.release();
        if (thread.getState() != Thread.State.NEW) {
            thread.join();
            queue.giveBack(claimed.values(), clock.now());
        }
    }
}
