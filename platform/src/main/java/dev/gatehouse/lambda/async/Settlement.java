package dev.gatehouse.lambda.async;

import dev.gatehouse.function.InvocationResult;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.invoke.EventRuns;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Message> over = new ArrayList<>();
    private final List<Message> notRun = new ArrayList<>();
    private final List<Retry> retries = new ArrayList<>();
    private Instant givenBack = Instant.EPOCH;

    private record Retry(Message message, Instant due, String state) {}

    Settlement(Store store, String queue, EventRuns runs, AsyncSettings settings) {
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
        } else if (result == null) {
            notRun(attempt, event, lane, now);
        } else {
            lane.passed();
            if (result.functionError() == null) {
                over.add(attempt.message());
            } else {
                failed(attempt, event.failed(), now);
            }
        }
    }

    private void failed(Ended attempt, AsyncEvent event, Instant now) {
        Duration pause = settings.retryDelay().multipliedBy(event.failures());
        if (event.failures() > settings.retries()) {
            drop(attempt, event, "the function failed " + event.failures() + " times");
        } else if (event.isOlder(settings.eventAge(), now.plus(pause))) {
            drop(attempt, event, "it is too old to be repeated");
        } else {
            retries.add(new Retry(attempt.message(), now.plus(pause), event.state()));
        }
    }

    private void notRun(Ended attempt, AsyncEvent event, Lane lane, Instant now) {
        Throwable reason = attempt.failure();
        Arn function = Arn.parse(attempt.family()).orElseThrow();
        if (isPassing(reason)
                && !runs.isStopped(function)
                && !event.isOlder(settings.eventAge(), now)) {
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
                reason instanceof ServiceException rejection
                        ? rejection.text()
                        : String.valueOf(reason));
    }

    /** Whether it is Lambda that could not run an event, and may later. */
    private static boolean isPassing(@Nullable Throwable reason) {
        return !(reason instanceof ServiceException rejection)
                || rejection.status() == 409
                || rejection.status() == 429
                || rejection.status() >= 500;
    }

    private void drop(Ended attempt, AsyncEvent event, String why) {
        over.add(attempt.message());
        LOG.warn(
                "Dropping asynchronous event {} of {}: {}",
                event.requestId(),
                attempt.family(),
                why);
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
                    return events.complete(over);
                });
        List<Message> settled = new ArrayList<>(over);
        settled.addAll(notRun);
        retries.forEach(each -> settled.add(each.message()));
        Written written = new Written(over.size(), settled);
        over.clear();
        notRun.clear();
        retries.clear();
        return written;
    }
}
