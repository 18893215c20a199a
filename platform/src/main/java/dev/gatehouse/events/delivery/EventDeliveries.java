package dev.gatehouse.events.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.events.model.StoredRule;
import dev.gatehouse.function.PushTargets;
import dev.gatehouse.kernel.Arn;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on their way to targets, from the commit that keeps them. */
public final class EventDeliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDeliveries.class);
    private static final String QUEUE = "events.deliveries";
    private static final String RETRIES = "RetryPolicy";
    private static final int ATTEMPTS = 185;
    private static final int AGE_SECONDS = 24 * 60 * 60;

    /** What a target may get (Amazon EventBridge User Guide, "Amazon EventBridge quotas"). */
    private static final int MOST_BYTES = 256 * 1024;

    private final Queue queue;
    private final PushTargets targets;
    private final QueueConsumer consumer;
    private final Clock clock;

    public EventDeliveries(Store store, PushTargets targets, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.targets = targets;
        this.consumer = new QueueConsumer("events-deliveries", queue, this::deliver, clock);
        this.clock = clock;
    }

    public void start() {
        consumer.start();
    }

    /** Looks for what a transaction added, once that is committed. */
    public void tell() {
        consumer.tell();
    }

    /** Adds an event, for each target of a rule, to a transaction. */
    public void add(Transaction tx, Scope scope, StoredRule rule, JsonNode event) {
        Instant now = clock.now();
        String arn = rule.arn(scope).toString();
        for (Map<String, Object> target : rule.targets()) {
            String to = String.valueOf(target.get(StoredRule.ARN));
            byte[] input = InputPaths.input(target, event, arn, now, MOST_BYTES);
            if (input.length > MOST_BYTES) {
                LOG.warn("An event of rule {} is too large for {} as the rule writes it", arn, to);
                continue;
            }
            EventDelivery delivery =
                    new EventDelivery(
                            arn,
                            to,
                            deadLetters(target),
                            retries(target, "MaximumRetryAttempts", ATTEMPTS),
                            now.plusSeconds(
                                            retries(
                                                    target,
                                                    "MaximumEventAgeInSeconds",
                                                    AGE_SECONDS))
                                    .toEpochMilli(),
                            0);
            tx.queue(QUEUE).enqueue(to, now, delivery.state(), input);
        }
    }

    private static @Nullable String deadLetters(Map<String, Object> target) {
        return target.get("DeadLetterConfig") instanceof Map<?, ?> config
                        && config.get("Arn") instanceof String arn
                ? arn
                : null;
    }

    private static int retries(Map<String, Object> target, String member, int usual) {
        return target.get(RETRIES) instanceof Map<?, ?> policy
                        && policy.get(member) instanceof Number most
                ? most.intValue()
                : usual;
    }

    private void deliver(Message message) {
        EventDelivery delivery = EventDelivery.of(message).orElse(null);
        if (delivery == null) {
            queue.complete(List.of(message));
            return;
        }
        try {
            targets.send(delivery.source(), delivery.arn(), message.payload(), null);
        } catch (RuntimeException failure) {
            failed(message, delivery.failed(), failure);
            return;
        }
        queue.complete(List.of(message));
    }

    private void failed(Message message, EventDelivery delivery, RuntimeException failure) {
        Optional<Instant> next =
                delivery.failures() > delivery.attempts()
                        ? Optional.empty()
                        : RetryPause.after(failure, delivery.failures())
                                .map(clock.now()::plus)
                                .filter(at -> at.toEpochMilli() <= delivery.untilMillis());
        if (next.isPresent()) {
            queue.retry(message, next.get(), delivery.state());
            return;
        }
        LOG.warn(
                "An event of rule {} could not be delivered to {}: {}",
                delivery.rule(),
                delivery.target(),
                failure instanceof ServiceException rejection
                        ? rejection.text()
                        : String.valueOf(failure));
        bury(message, delivery);
        queue.complete(List.of(message));
    }

    private void bury(Message message, EventDelivery delivery) {
        Optional<Arn> queueArn =
                Optional.ofNullable(delivery.deadLetters()).flatMap(text -> Arn.parse(text));
        try {
            queueArn.ifPresent(
                    arn -> targets.send(delivery.source(), arn, message.payload(), null));
        } catch (RuntimeException failure) {
            LOG.warn("Nor did the dead-letter queue {} take it", delivery.deadLetters(), failure);
        }
    }

    /** Leaves what is not delivered to the next start. */
    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
