package dev.gatehouse.events.scheduler;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.QueueConsumer;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Stored;
import dev.gatehouse.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Schedules that wait: each in a queue until it is due, and there again with the call that it
 * causes. A node that was away makes up for it once.
 */
final class DueSchedules implements AutoCloseable {
    private static final String QUEUE = "scheduler.schedules";

    /**
     * Families of one account and region. Each look at the queue lists all families, so there are
     * not as many as schedules.
     */
    private static final int FAMILIES = 16;

    private final Store store;
    private final PendingCalls calls;
    private final QueueConsumer consumer;
    private final Clock clock;

    DueSchedules(Store store, PendingCalls calls, Clock clock) {
        this.store = store;
        this.calls = calls;
        this.consumer =
                new QueueConsumer("scheduler-schedules", store.queue(QUEUE), this::due, clock);
        this.clock = clock;
    }

    void start() {
        consumer.start();
    }

    /** Looks for what a transaction added, once that is committed. */
    void tell() {
        consumer.tell();
    }

    /** Begins a schedule that is put, in the transaction that puts it. */
    void begin(Transaction tx, Scope scope, StoredSchedule schedule) {
        if (schedule.enabled()) {
            schedule.timing().first(clock.now()).ifPresent(at -> await(tx, scope, schedule, at));
        }
    }

    private static void await(Transaction tx, Scope scope, StoredSchedule schedule, Instant due) {
        String state =
                String.join(
                        "\n",
                        scope.account().value(),
                        scope.region().name(),
                        schedule.id(),
                        schedule.timing().revision());
        tx.queue(QUEUE)
                .enqueue(
                        family(scope, schedule),
                        due,
                        state,
                        due.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String family(Scope scope, StoredSchedule schedule) {
        int part = Math.floorMod(schedule.id().hashCode(), FAMILIES);
        return scope.account().value() + '/' + scope.region().name() + '/' + part;
    }

    private void due(Message message) {
        Instant due = Instant.parse(new String(message.payload(), StandardCharsets.UTF_8));
        store.transact(tx -> due(tx, message, due));
        calls.tell();
        consumer.tell();
    }

    private boolean due(Transaction tx, Message message, Instant due) {
        Queue waiting = tx.queue(QUEUE);
        if (waiting.complete(List.of(message)) == 0) {
            return false;
        }
        String[] parts = message.state().split("\n", 4);
        Scope scope = new Scope(new AccountId(parts[0]), new Region(parts[1]));
        Optional<StoredSchedule> found =
                tx.documents(StoredSchedule.KIND)
                        .find(scope, parts[2])
                        .map(Stored::value)
                        .filter(StoredSchedule::enabled)
                        .filter(each -> each.timing().revision().equals(parts[3]));
        if (found.isEmpty()) {
            return false;
        }
        StoredSchedule schedule = found.get();
        calls.add(tx, scope, schedule, due);
        Optional<Instant> next = schedule.timing().following(due, clock.now());
        next.ifPresent(at -> await(tx, scope, schedule, at));
        if (next.isEmpty() && schedule.timing().ephemeral()) {
            tx.documents(StoredSchedule.KIND).delete(scope, schedule.id());
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
