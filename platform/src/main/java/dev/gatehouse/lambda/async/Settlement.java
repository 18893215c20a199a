package dev.gatehouse.lambda.async;

import static dev.gatehouse.lambda.destination.InvocationRecord.Condition.EVENT_AGE_EXCEEDED;
import static dev.gatehouse.lambda.destination.InvocationRecord.Condition.RETRIES_EXHAUSTED;
import static dev.gatehouse.lambda.destination.InvocationRecord.Condition.SUCCESS;
import static dev.gatehouse.lambda.destination.InvocationRecord.Condition.ZERO_RESERVED_CONCURRENCY;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.destination.Deliveries;
import dev.gatehouse.lambda.destination.Delivery;
import dev.gatehouse.lambda.destination.Delivery.Kind;
import dev.gatehouse.lambda.destination.InvocationRecord;
import dev.gatehouse.lambda.destination.InvocationRecord.Condition;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.lambda.plan.EventOutlook;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of events after an attempt, as AWS does, and writes it down for many in one
 * transaction. What could not be written stays for the next time.
 */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Store store;
    private final String queue;
    private final EventRuns runs;
    private final AsyncSettings settings;
    private final Deliveries deliveries;
    private final LongAdder dropped;
    private final List<Message> over = new ArrayList<>();
    private final List<Message> notRun = new ArrayList<>();
    private final List<Retry> retries = new ArrayList<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private Instant givenBack = Instant.EPOCH;

    private record Retry(Message message, Instant due, String state) {}

    private record Outgoing(String target, Instant now, String state, byte[] payload) {}

    /**
     * @param deliveries bring what came of events to where that goes
     * @param dropped counts events that ended without the function's having taken them
     */
    Settlement(
            Store store,
            String queue,
            EventRuns runs,
            AsyncSettings settings,
            Deliveries deliveries,
            LongAdder dropped) {
        this.deliveries = deliveries;
        this.dropped = dropped;
        this.store = store;
        this.queue = queue;
        this.runs = runs;
        this.settings = settings;
    }

    void add(Ended attempt, Lane lane, Instant now) {
        AsyncEvent event = attempt.event();
        InvocationResult result = attempt.result();
        if (event == null) {
            lane.dropped();
            over.add(attempt.message());
            LOG.warn("Dropping an asynchronous event of {}: it cannot be read", attempt.family());
            return;
        }
        EventOutlook outlook = runs.outlook(Arn.parse(event.function()).orElseThrow());
        if (result == null) {
            notRun(attempt, event, outlook, lane, now);
            return;
        }
        lane.passed();
        if (result.functionError() == null) {
            over.add(attempt.message());
            String target = outlook.settings().onSuccess();
            if (target != null) {
                int invocations = event.failures() + 1;
                byte[] record = record(attempt, event, outlook, SUCCESS, invocations, now);
                deliver(Kind.SUCCESS, target, outlook, event, null, record, now);
            }
        } else {
            failed(attempt, event.failed(), outlook, now);
        }
    }

    private void failed(Ended attempt, AsyncEvent event, EventOutlook outlook, Instant now) {
        Integer configured = outlook.settings().retries();
        int most = configured == null ? settings.retries() : configured;
        Duration pause = settings.retryDelay().multipliedBy(event.failures());
        if (event.failures() > most) {
            String why = "the function failed " + event.failures() + " times";
            drop(attempt, event, outlook, RETRIES_EXHAUSTED, why, now);
        } else if (event.isOlder(age(outlook), now.plus(pause))) {
            String why = "it is too old to be repeated";
            drop(attempt, event, outlook, EVENT_AGE_EXCEEDED, why, now);
        } else {
            retries.add(new Retry(attempt.message(), now.plus(pause), event.state()));
        }
    }

    private Duration age(EventOutlook outlook) {
        Duration configured = outlook.settings().age();
        return configured == null ? settings.eventAge() : configured;
    }

    private void notRun(
            Ended attempt, AsyncEvent event, EventOutlook outlook, Lane lane, Instant now) {
        Throwable reason = attempt.failure();
        boolean stopped = runs.isStopped(Arn.parse(attempt.family()).orElseThrow());
        if (isPassing(reason) && !stopped && !event.isOlder(age(outlook), now)) {
            lane.throttled(now);
            lane.expect(now);
            notRun.add(attempt.message());
            givenBack = now;
            return;
        }
        lane.dropped();
        drop(
                attempt,
                event,
                outlook,
                condition(stopped, reason),
                reason instanceof ServiceException rejection
                        ? rejection.text()
                        : String.valueOf(reason),
                now);
    }

    /** One that is in a loop is not run again, however young it is. */
    private static Condition condition(boolean stopped, @Nullable Throwable reason) {
        if (stopped) {
            return ZERO_RESERVED_CONCURRENCY;
        }
        boolean recursive =
                reason instanceof ServiceException rejection
                        && rejection.code().equals("RecursiveInvocationException");
        return recursive ? RETRIES_EXHAUSTED : EVENT_AGE_EXCEEDED;
    }

    /** Whether it is Lambda that could not run an event, and may later. */
    private static boolean isPassing(@Nullable Throwable reason) {
        return !(reason instanceof ServiceException rejection)
                || rejection.status() == 409
                || rejection.status() == 429
                || rejection.status() >= 500;
    }

    private void drop(
            Ended attempt,
            AsyncEvent event,
            EventOutlook outlook,
            Condition condition,
            String why,
            Instant now) {
        over.add(attempt.message());
        dropped.increment();
        runs.dropped(Arn.parse(event.function()).orElseThrow());
        LOG.warn(
                "Dropping asynchronous event {} of {}: {}",
                event.requestId(),
                attempt.family(),
                why);
        String target = outlook.settings().onFailure();
        if (target != null) {
            byte[] record = record(attempt, event, outlook, condition, event.failures(), now);
            deliver(Kind.FAILURE, target, outlook, event, null, record, now);
        }
        String letters = outlook.deadLetters();
        if (letters != null) {
            String error = FunctionError.message(attempt.result());
            byte[] whole = attempt.message().payload();
            deliver(Kind.DEAD_LETTER, letters, outlook, event, error, whole, now);
        }
    }

    private static byte[] record(
            Ended attempt,
            AsyncEvent event,
            EventOutlook outlook,
            Condition condition,
            int invocations,
            Instant now) {
        return InvocationRecord.of(
                outlook.invoked().toString(),
                event.requestId(),
                condition,
                invocations,
                attempt.message().payload(),
                attempt.result(),
                now);
    }

    private void deliver(
            Kind kind,
            String target,
            EventOutlook outlook,
            AsyncEvent event,
            @Nullable String error,
            byte[] payload,
            Instant now) {
        Delivery.of(kind, target, outlook, event.requestId(), error)
                .ifPresent(
                        delivery ->
                                outgoing.add(new Outgoing(target, now, delivery.state(), payload)));
    }

    /** What was written: nobody has a claim on these any more, but for those that are over. */
    record Written(int over, List<Message> settled) {}

    /** Writes all that was added and not written yet. */
    Written write() {
        if (over.isEmpty() && notRun.isEmpty() && retries.isEmpty()) {
            return new Written(0, List.of());
        }
        store.transact(
                tx -> {
                    Queue events = tx.queue(queue);
                    retries.forEach(each -> events.retry(each.message(), each.due(), each.state()));
                    events.giveBack(notRun, givenBack);
                    Queue onward = tx.queue(Deliveries.QUEUE);
                    outgoing.forEach(
                            each ->
                                    onward.enqueue(
                                            each.target(),
                                            each.now(),
                                            each.state(),
                                            each.payload()));
                    return events.complete(over);
                });
        List<Message> settled = new ArrayList<>(over);
        settled.addAll(notRun);
        retries.forEach(each -> settled.add(each.message()));
        Written written = new Written(over.size(), settled);
        if (!outgoing.isEmpty()) {
            deliveries.tell();
        }
        over.clear();
        notRun.clear();
        retries.clear();
        outgoing.clear();
        return written;
    }
}
