package dev.gatehouse.events.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.events.schedule.ScheduleExpression;
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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The rules that have schedules: each waits in a queue until it is due, and is put there again with
 * what it causes. A node that was away makes up for it once.
 */
public final class Schedules implements AutoCloseable {
    private static final String QUEUE = "events.schedules";

    private final Store store;
    private final Queue queue;
    private final EventDeliveries deliveries;
    private final QueueConsumer consumer;
    private final Clock clock;

    public Schedules(Store store, EventDeliveries deliveries, Clock clock) {
        this.store = store;
        this.queue = store.queue(QUEUE);
        this.deliveries = deliveries;
        this.consumer = new QueueConsumer("events-schedules", queue, this::due, clock);
        this.clock = clock;
    }

    /**
     * A rule that waits.
     *
     * @param revision that of the rule; when it has another, this one waits for nothing
     */
    private record Waiting(Scope scope, String rule, String revision) {
        String state() {
            return String.join(
                    "\n", scope.account().value(), scope.region().name(), rule, revision);
        }

        static Waiting of(Message message) {
            String[] parts = message.state().split("\n", 4);
            return new Waiting(
                    new Scope(new AccountId(parts[0]), new Region(parts[1])), parts[2], parts[3]);
        }
    }

    public void start() {
        consumer.start();
    }

    /** Looks for what a transaction added, once that is committed. */
    public void tell() {
        consumer.tell();
    }

    /** Begins the schedule of a rule that was put, in the transaction that puts it. */
    public void begin(Transaction tx, Scope scope, StoredRule rule) {
        if (!rule.enabled()) {
            return;
        }
        after(rule, clock.now())
                .ifPresent(
                        next ->
                                tx.queue(QUEUE)
                                        .enqueue(
                                                rule.arn(scope).toString(),
                                                next,
                                                new Waiting(
                                                                scope,
                                                                rule.id(),
                                                                rule.matching().revision())
                                                        .state(),
                                                next.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<Instant> after(StoredRule rule, Instant time) {
        return Optional.ofNullable(rule.matching().schedule())
                .flatMap(ScheduleExpression::parse)
                .flatMap(schedule -> schedule.after(time));
    }

    private void due(Message message) {
        Waiting waiting = Waiting.of(message);
        Instant due = Instant.parse(new String(message.payload(), StandardCharsets.UTF_8));
        store.transact(tx -> due(tx, message, waiting, due));
        deliveries.tell();
        consumer.tell();
    }

    private boolean due(Transaction tx, Message message, Waiting waiting, Instant due) {
        Queue schedules = tx.queue(QUEUE);
        if (schedules.complete(List.of(message)) == 0) {
            return false;
        }
        Optional<StoredRule> rule =
                tx.documents(StoredRule.KIND)
                        .find(waiting.scope(), waiting.rule())
                        .map(Stored::value)
                        .filter(each -> each.enabled())
                        .filter(each -> each.matching().revision().equals(waiting.revision()));
        if (rule.isEmpty()) {
            return false;
        }
        deliveries.add(tx, waiting.scope(), rule.get(), event(rule.get(), waiting.scope(), due));
        Instant now = clock.now();
        after(rule.get(), due)
                .filter(next -> next.isAfter(now))
                .or(() -> after(rule.get(), now))
                .ifPresent(
                        next ->
                                schedules.enqueue(
                                        rule.get().arn(waiting.scope()).toString(),
                                        next,
                                        waiting.state(),
                                        next.toString().getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    private static ObjectNode event(StoredRule rule, Scope scope, Instant due) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return EventEnvelope.of(
                scope,
                new EventEnvelope.Content(
                        "Scheduled Event",
                        "aws.events",
                        due.truncatedTo(ChronoUnit.SECONDS),
                        List.of(rule.arn(scope).toString()),
                        json.objectNode()));
    }

    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
