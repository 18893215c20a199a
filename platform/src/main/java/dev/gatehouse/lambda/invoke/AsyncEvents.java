package dev.gatehouse.lambda.invoke;

import dev.gatehouse.function.Invocation;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.lambda.schedule.Outcome;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that were accepted, until they have ended: run at once, and again as Lambda does. What the
 * function fails at is repeated after one minute and once more after two. What Lambda cannot run,
 * since the function is throttled or no environment starts, is tried for six hours: when another
 * event of the function has ended well, and after pauses. Kept in memory, and bounded there.
 */
final class AsyncEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncEvents.class);
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final int REPETITIONS = 2;

    private final InvokeSettings settings;
    private final Clock clock;
    private final Attempts attempts;
    private final Alarms alarms;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Map<Arn, Backlog> backlogs = new ConcurrentHashMap<>();

    /** How a waiting event is run. */
    interface Attempts {
        /** Runs an event in the version that its name means now; a refusal fails the future. */
        Future<Outcome> again(Invocation invocation);

        /** Whether nothing of a function may run, which AWS does not wait for to change. */
        boolean isStopped(Arn function);
    }

    AsyncEvents(InvokeSettings settings, Clock clock, Attempts attempts) {
        this.settings = settings;
        this.clock = clock;
        this.attempts = attempts;
        this.alarms = new Alarms(clock);
    }

    /**
     * Accepts an event.
     *
     * @param function its function's ARN, without a qualifier
     * @param first runs it for the first time
     * @throws ServiceException when too much waits already
     */
    void accept(Invocation invocation, Arn function, Supplier<Future<Outcome>> first) {
        AsyncEvent event = new AsyncEvent(invocation, function, clock.nanoTime(), 0, 0);
        enter(event);
        run(event, first);
    }

    private void enter(AsyncEvent event) {
        int events = count.incrementAndGet();
        long total = bytes.addAndGet(event.bytes());
        if (events > settings.asynchronousEvents() || total > settings.asynchronousTotalBytes()) {
            leave(event);
            throw Refusal.queueFull();
        }
    }

    private void leave(AsyncEvent event) {
        count.decrementAndGet();
        bytes.addAndGet(-event.bytes());
    }

    private Future<Outcome> attempt(AsyncEvent event) {
        return run(event, () -> attempts.again(event.invocation()));
    }

    private Future<Outcome> run(AsyncEvent event, Supplier<Future<Outcome>> work) {
        Future<Outcome> run;
        try {
            run = work.get();
        } catch (RuntimeException e) {
            run = Future.failedFuture(e);
        }
        return run.onComplete(ended -> ended(event, ended));
    }

    private void ended(AsyncEvent event, AsyncResult<Outcome> ended) {
        if (ended.failed()) {
            refused(event, ended.cause());
            return;
        }
        if (ended.result().failed()) {
            repeat(event.failed());
        } else {
            leave(event);
        }
        Backlog backlog = backlogs.get(event.function());
        if (backlog != null) {
            work(event.function(), backlog);
        }
    }

    private void repeat(AsyncEvent event) {
        if (event.failures() > REPETITIONS || isTooOld(event)) {
            giveUp(event, "it failed " + event.failures() + " times");
        } else {
            alarms.after(Duration.ofMinutes(event.failures()), () -> attempt(event));
        }
    }

    private void refused(AsyncEvent event, Throwable reason) {
        if (!isPassing(reason) || attempts.isStopped(event.function()) || isTooOld(event)) {
            giveUp(
                    event,
                    reason instanceof ServiceException refusal
                            ? refusal.text()
                            : reason.toString());
            return;
        }
        AsyncEvent waiting = event.refused();
        Backlog backlog =
                backlogs.compute(
                        event.function(),
                        (_, known) -> {
                            Backlog kept = known == null ? new Backlog() : known;
                            kept.add(waiting);
                            return kept;
                        });
        comeBack(backlog, waiting);
    }

    /** Whether it is Lambda that could not run an event, and may later. */
    private static boolean isPassing(Throwable reason) {
        return !(reason instanceof ServiceException refusal)
                || refusal.status() == 409
                || refusal.status() == 429
                || refusal.status() >= 500;
    }

    private boolean isTooOld(AsyncEvent event) {
        return clock.nanoTime() - event.acceptedNanos() > LONGEST.toNanos();
    }

    private void giveUp(AsyncEvent event, String why) {
        leave(event);
        LOG.warn(
                "event {} of {} is given up: {}",
                event.invocation().requestId().value(),
                event.function(),
                why);
    }

    private void comeBack(Backlog backlog, AsyncEvent event) {
        if (backlog.expectVisit()) {
            alarms.after(
                    event.pause(),
                    () -> {
                        backlog.visited();
                        work(event.function(), backlog);
                    });
        }
    }

    /**
     * Runs what waits, the oldest first, until one has to wait again. Events that are given up do
     * not end this: nobody would come back for those behind them.
     */
    private void work(Arn function, Backlog backlog) {
        for (AsyncEvent next = backlog.poll(); next != null; next = backlog.poll()) {
            Future<Outcome> run = attempt(next);
            if (run.isComplete() && run.failed() && backlog.isVisitExpected()) {
                break;
            }
        }
        backlogs.computeIfPresent(function, (_, known) -> known.isEmpty() ? null : known);
    }

    /** Forgets whatever waits. */
    @Override
    public void close() {
        alarms.close();
        if (count.get() > 0) {
            LOG.warn("{} accepted events end with the node", count.get());
        }
    }
}
