package dev.gatehouse.lambda.destination;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.QueueConsumer;
import dev.gatehouse.store.RetryPause;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private final Queue queue;
    private final QueueConsumer consumer;
    private final DeliveryCalls calls;
    private final Clock clock;
    private final LongAdder failedRecords = new LongAdder();
    private final LongAdder failedDeadLetters = new LongAdder();
    private volatile Consumer<Delivery> listener = _ -> {};

    public Deliveries(Store store, RoleServices services, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.consumer = new QueueConsumer("lambda-destinations", queue, this::deliver, clock);
        this.calls = new DeliveryCalls(services, clock);
        this.clock = clock;
    }

    public void start() {
        consumer.start();
    }

    /** Who hears of what could not be delivered, and is dropped. */
    public void onFailure(Consumer<Delivery> hears) {
        listener = hears;
    }

    /** Something more is in the queue. */
    public void tell() {
        consumer.tell();
    }

    /** Records that could not be delivered, and were dropped. */
    public long failedRecords() {
        return failedRecords.sum();
    }

    /** Events that could not be delivered to a dead-letter queue, and were dropped. */
    public long failedDeadLetters() {
        return failedDeadLetters.sum();
    }

    private void deliver(Message message) {
        Delivery delivery = Delivery.of(message).orElse(null);
        if (delivery == null) {
            queue.complete(List.of(message));
            return;
        }
        try {
            calls.send(delivery, message.payload());
        } catch (RuntimeException failure) {
            failed(message, delivery.failed(), failure);
            return;
        }
        queue.complete(List.of(message));
    }

    private void failed(Message message, Delivery delivery, RuntimeException failure) {
        Optional<Duration> pause = RetryPause.after(failure, delivery.failures());
        if (pause.isPresent()) {
            queue.retry(message, clock.now().plus(pause.get()), delivery.state());
            return;
        }
        listener.accept(delivery);
        switch (delivery.kind()) {
            case SUCCESS, FAILURE -> failedRecords.increment();
            case DEAD_LETTER -> failedDeadLetters.increment();
            case STATUS_CHANGE -> {}
        }
        LOG.warn(
                "What came of event {} of {} could not be delivered to {}: {}",
                delivery.requestId(),
                delivery.function(),
                delivery.target(),
                failure instanceof ServiceException rejection ? rejection.text() : failure);
        queue.complete(List.of(message));
    }

    /** Leaves what is not delivered to the next start. */
    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
