package dev.gatehouse.lambda.destination;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records and dropped events to where they go. They wait in the store, written with the end
 * of their event: a kill loses none, and may bring one twice. Destinations do not wait for each
 * other.
 */
public final class Deliveries implements AutoCloseable {
    /** The queue of what is to be delivered, by destination. */
    public static final String QUEUE = "lambda.destinations";

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** Calls that are under way at once. */
    private static final int AT_ONCE = 256;

    /** And to one destination, so that one that hangs holds up no other. */
    private static final int MOST_OF_ONE = 16;

    private static final int MOST_FAILURES = 10;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** How often the clock is looked at while something waits for its time. */
    private static final long TICK_MILLIS = 250;

    private static final long LOOK_MILLIS = 30_000;

    private final Queue queue;
    private final DeliveryCalls calls;
    private final Clock clock;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Semaphore signal = new Semaphore(0);
    private final LongAdder failedRecords = new LongAdder();
    private final LongAdder failedDeadLetters = new LongAdder();
    private final Thread thread =
            Thread.ofVirtual().name("lambda-destinations").unstarted(this::run);
    private volatile Consumer<Delivery> listener = _ -> {};
    private volatile boolean closed;

    public Deliveries(Store store, RoleServices services, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.calls = new DeliveryCalls(services, clock);
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    /** Who hears of what could not be delivered, and is dropped. */
    public void onFailure(Consumer<Delivery> hears) {
        listener = hears;
    }

    /** Something more is in the queue. */
    public void tell() {
        signal.release();
    }

    /** Records that could not be delivered, and were dropped. */
    public long failedRecords() {
        return failedRecords.sum();
    }

    /** Events that could not be delivered to a dead-letter queue, and were dropped. */
    public long failedDeadLetters() {
        return failedDeadLetters.sum();
    }

    private void run() {
        long pause = 0;
        while (!closed) {
            try {
                signal.tryAcquire(pause, TimeUnit.MILLISECONDS);
                signal.drainPermits();
                pause = deliverDue() ? TICK_MILLIS : LOOK_MILLIS;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Records of asynchronous events wait until the store is back", e);
                pause = LOOK_MILLIS / 10;
            }
        }
    }

    /** Whether anything is in the queue. */
    private boolean deliverDue() throws InterruptedException {
        Map<String, Instant> families = queue.families();
        for (Map.Entry<String, Instant> family : families.entrySet()) {
            Instant now = clock.now();
            int room = MOST_OF_ONE - underWay.getOrDefault(family.getKey(), 0);
            if (!family.getValue().isAfter(now) && room > 0 && !closed) {
                start(family.getKey(), queue.claim(family.getKey(), now, now.plus(LEASE), room));
            }
        }
        return !families.isEmpty();
    }

    private void start(String target, List<Message> claimed) throws InterruptedException {
        if (!claimed.isEmpty()) {
            underWay.merge(target, claimed.size(), Integer::sum);
        }
        for (Message message : claimed) {
            free.acquire();
            Thread.ofVirtual()
                    .name("lambda-delivery")
                    .start(
                            () -> {
                                deliver(message);
                                ended(target);
                            });
        }
    }

    /** Where one destination had all that it may, more of it may wait. */
    private void ended(String target) {
        free.release();
        Integer left = underWay.computeIfPresent(target, (_, n) -> n > 1 ? n - 1 : null);
        if (left != null && left == MOST_OF_ONE - 1) {
            tell();
        }
    }

    private void deliver(Message message) {
        try {
            Delivery delivery = Delivery.of(message).orElse(null);
            if (delivery == null) {
                queue.complete(List.of(message));
            } else {
                deliver(message, delivery);
            }
        } catch (RuntimeException e) {
            LOG.warn("A record of an asynchronous event is delivered again", e);
        }
    }

    private void deliver(Message message, Delivery delivery) {
        try {
            calls.send(delivery, message.payload());
        } catch (RuntimeException failure) {
            failed(message, delivery.failed(), failure);
            return;
        }
        queue.complete(List.of(message));
    }

    private void failed(Message message, Delivery delivery, RuntimeException failure) {
        if (isPassing(failure) && delivery.failures() < MOST_FAILURES) {
            Duration pause = Duration.ofSeconds(1L << (delivery.failures() - 1));
            Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            queue.retry(message, clock.now().plus(bounded), delivery.state());
            return;
        }
        listener.accept(delivery);
        switch (delivery.kind()) {
            case SUCCESS, FAILURE -> failedRecords.increment();
            case DEAD_LETTER -> failedDeadLetters.increment();
        }
        LOG.warn(
                "What came of asynchronous event {} of {} could not be delivered to {}: {}",
                delivery.requestId(),
                delivery.function(),
                delivery.target(),
                failure instanceof ServiceException rejection ? rejection.text() : failure);
        queue.complete(List.of(message));
    }

    /** Whether another attempt may go well. */
    private static boolean isPassing(RuntimeException failure) {
        return !(failure instanceof ServiceException rejection)
                || rejection.status() == 429
                || rejection.status() >= 500 && rejection.status() != NOT_IMPLEMENTED;
    }

    /** Leaves what is not delivered to the next start. */
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
