package dev.gatehouse.events.scheduler;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.QueueConsumer;
import dev.gatehouse.store.RetryPause;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of targets on their way, from the commit that keeps them. */
final class PendingCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PendingCalls.class);
    private static final String QUEUE = "scheduler.calls";

    private final Queue queue;
    private final TargetCalls calls;
    private final QueueConsumer consumer;
    private final Clock clock;

    PendingCalls(Store store, TargetCalls calls, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.calls = calls;
        this.consumer = new QueueConsumer("scheduler-calls", queue, this::call, clock);
        this.clock = clock;
    }

    void start() {
        consumer.start();
    }

    /** Looks for what a transaction added, once that is committed. */
    void tell() {
        consumer.tell();
    }

    /** Adds the call of a schedule that is due to a transaction. */
    void add(Transaction tx, Scope scope, StoredSchedule schedule, Instant due) {
        PendingCall call =
                new PendingCall(
                        scope.account().value(),
                        scope.region().name(),
                        schedule.group(),
                        schedule.arn(scope).toString(),
                        schedule.target(),
                        due.truncatedTo(ChronoUnit.SECONDS).toString(),
                        UUID.randomUUID().toString(),
                        0);
        tx.queue(QUEUE).enqueue(call.schedule(), clock.now(), "0", call.bytes());
    }

    private void call(Message message) {
        Optional<PendingCall> known = PendingCall.of(message);
        if (known.isEmpty()) {
            queue.complete(List.of(message));
            return;
        }
        PendingCall call = known.get();
        try {
            calls.call(call.scope(), call.group(), call.to(), call.input());
        } catch (RuntimeException failure) {
            failed(message, call.failed(call.failures() + 1), failure);
            return;
        }
        queue.complete(List.of(message));
    }

    private void failed(Message message, PendingCall call, RuntimeException failure) {
        ScheduleTarget target = call.to();
        Instant until = call.dueAt().plusSeconds(target.retrySeconds());
        Optional<Instant> next =
                call.failures() > target.retries()
                        ? Optional.empty()
                        : RetryPause.after(failure, call.failures())
                                .map(clock.now()::plus)
                                .filter(at -> !at.isAfter(until));
        if (next.isPresent()) {
            queue.retry(message, next.get(), String.valueOf(call.failures()));
            return;
        }
        String reason =
                failure instanceof ServiceException rejection
                        ? rejection.text()
                        : String.valueOf(failure);
        LOG.warn("{} could not call {}: {}", call.schedule(), target.arn(), reason);
        bury(call, failure, reason);
        queue.complete(List.of(message));
    }

    private void bury(PendingCall call, RuntimeException failure, String reason) {
        if (!(call.to().parameter("DeadLetterConfig", "Arn") instanceof String letters)) {
            return;
        }
        String code =
                failure instanceof ServiceException rejection
                        ? rejection.code()
                        : failure.getClass().getSimpleName();
        Map<String, String> facts =
                Map.of(
                        "ERROR_CODE", code,
                        "ERROR_MESSAGE", reason,
                        "EXECUTION_ID", call.execution(),
                        "RETRY_ATTEMPTS", String.valueOf(call.failures() - 1),
                        "SCHEDULED_TIME", call.due(),
                        "SCHEDULE_ARN", call.schedule(),
                        "TARGET_ARN", call.to().arn().toString());
        try {
            calls.bury(call.scope(), call, letters, facts);
        } catch (RuntimeException again) {
            LOG.warn("Nor did the dead-letter queue {} take it", letters, again);
        }
    }

    /** Leaves what was not called to the next start. */
    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
