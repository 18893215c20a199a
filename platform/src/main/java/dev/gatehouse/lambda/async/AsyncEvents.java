package dev.gatehouse.lambda.async;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.invoke.AcceptedEvents;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepted events, from the commit that keeps them until they have ended. Whatever ends the node,
 * none is lost; one that ran while the node ended may run twice, as on AWS.
 */
public final class AsyncEvents implements AcceptedEvents, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncEvents.class);
    private static final String QUEUE = "lambda.async";

    private final Store store;
    private final Queue queue;
    private final AsyncSettings settings;
    private final Clock clock;
    private final AtomicLong waiting = new AtomicLong();
    private final LongAdder received = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Deliveries deliveries;
    private final Intake intake;
    private volatile @Nullable Dispatcher dispatcher;

    /**
     * @param deliveries bring what comes of events to where that goes; started and closed with this
     */
    public AsyncEvents(Store store, AsyncSettings settings, Deliveries deliveries, Clock clock) {
        this.deliveries = deliveries;
        this.store = store;
        this.queue = store.queue(QUEUE);
        this.settings = settings;
        this.clock = clock;
        this.intake = new Intake(store, QUEUE, settings.bytes(), this::tell);
    }

    /** Runs what is in the queue, and what will be, from now on. */
    public void start(EventRuns runs) {
        waiting.addAndGet(queue.size());
        Settlement settlement = new Settlement(store, QUEUE, runs, settings, deliveries, dropped);
        Dispatcher started = new Dispatcher(queue, runs, settlement, settings, clock, waiting);
        dispatcher = started;
        started.start();
        intake.start();
        deliveries.start();
    }

    private void tell(Set<String> families) {
        Dispatcher started = dispatcher;
        if (started != null) {
            started.tell(families);
        }
    }

    @Override
    public Future<Void> accept(Invocation invocation, Arn function) {
        ContextInternal context = ContextInternal.current();
        Promise<Void> kept = context == null ? Promise.promise() : context.promise();
        Instant now = clock.now();
        boolean room = waiting.incrementAndGet() <= settings.waiting();
        Buffer payload = invocation.payload();
        String state = AsyncEvent.of(invocation, now).state();
        if (!room || !intake.offer(function.toString(), now, state, payload, kept)) {
            waiting.decrementAndGet();
            return Future.failedFuture(tooMany());
        }
        received.increment();
        return kept.future().onFailure(_ -> waiting.decrementAndGet());
    }

    private static ServiceException tooMany() {
        return new ServiceException(
                "TooManyRequestsException",
                429,
                "Rate Exceeded.",
                Map.of("Type", "User", "Reason", "FunctionInvocationRateLimitExceeded"));
    }

    /** How many events were accepted. */
    public long received() {
        return received.sum();
    }

    /** How many events ended without their function's having taken them. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many accepted events have not ended. Asks the store. */
    public long depth() {
        return queue.size();
    }

    /** How long the event that is due first has been due; zero when none is. Asks the store. */
    public Duration lag() {
        Instant now = clock.now();
        return queue.families().values().stream()
                .min(Comparator.naturalOrder())
                .filter(due -> due.isBefore(now))
                .map(due -> Duration.between(due, now))
                .orElse(Duration.ZERO);
    }

    /** Leaves the events that have not ended to the next start. */
    @Override
    public void close() {
        try {
            intake.stop();
            Dispatcher started = dispatcher;
            if (started != null) {
                started.stop();
            }
            deliveries.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Asynchronous events under way run again once the node is back", e);
        }
    }
}
