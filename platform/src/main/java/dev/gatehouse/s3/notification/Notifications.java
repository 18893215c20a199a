package dev.gatehouse.s3.notification;

import dev.gatehouse.function.PushTargets;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.StoredBucket;
import dev.gatehouse.s3.model.StoredObject;
import dev.gatehouse.store.Message;
import dev.gatehouse.store.Queue;
import dev.gatehouse.store.QueueConsumer;
import dev.gatehouse.store.RetryPause;
import dev.gatehouse.store.Store;
import dev.gatehouse.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifications on their way. They are written with the change that they tell of: a kill loses
 * none, and may bring one twice.
 */
public final class Notifications implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final String QUEUE = "s3.notifications";

    private final Queue queue;
    private final PushTargets targets;
    private final QueueConsumer consumer;
    private final Clock clock;

    public Notifications(Store store, PushTargets targets, Clock clock) {
        this.queue = store.queue(QUEUE);
        this.targets = targets;
        this.consumer = new QueueConsumer("s3-notifications", queue, this::deliver, clock);
        this.clock = clock;
    }

    /** Delivers what is in the queue, and what will be, from now on. */
    public void start() {
        consumer.start();
    }

    PushTargets targets() {
        return targets;
    }

    /**
     * Adds what the bucket's configurations ask for to the transaction that makes the change.
     *
     * @param object as it is now, or as it was before it was deleted
     */
    public void add(Transaction tx, StoredBucket bucket, StoredObject object, ObjectChange change) {
        Map<String, Object> configured = bucket.settings().notifications();
        if (configured.isEmpty()) {
            return;
        }
        Instant now = clock.now();
        for (NotificationRule rule : NotificationRule.of(configured)) {
            if (rule.asksFor(change.event(), object.key())) {
                tx.queue(QUEUE)
                        .enqueue(
                                rule.target(),
                                now,
                                Notification.to(rule.target(), bucket, trace(change)).state(),
                                EventRecord.of(bucket, object, change, rule.id(), now));
            }
        }
    }

    private static @Nullable String trace(ObjectChange change) {
        String header = change.request().traceHeader();
        return TraceHeader.isTrace(header) ? header : null;
    }

    /** Looks for what a change of the bucket may have added, once that is committed. */
    public void tell(StoredBucket bucket) {
        if (!bucket.settings().notifications().isEmpty()) {
            consumer.tell();
        }
    }

    /** Tells a queue or topic that it will be notified. */
    void test(StoredBucket bucket, String target, RequestId request) {
        Instant now = clock.now();
        queue.enqueue(
                target,
                now,
                Notification.to(target, bucket, null).state(),
                EventRecord.test(bucket.name(), request, now));
        consumer.tell();
    }

    private void deliver(Message message) {
        Notification notification = Notification.of(message).orElse(null);
        if (notification == null) {
            queue.complete(List.of(message));
            return;
        }
        try {
            targets.send(
                    notification.source(),
                    notification.arn(),
                    message.payload(),
                    notification.trace());
        } catch (RuntimeException failure) {
            failed(message, notification.failed(), failure);
            return;
        }
        queue.complete(List.of(message));
    }

    private void failed(Message message, Notification notification, RuntimeException failure) {
        Optional<Duration> pause = RetryPause.after(failure, notification.failures());
        if (pause.isPresent()) {
            queue.retry(message, clock.now().plus(pause.get()), notification.state());
            return;
        }
        LOG.warn(
                "A notification of bucket {} could not be delivered to {}: {}",
                notification.bucket(),
                notification.target(),
                failure instanceof ServiceException rejection ? rejection.text() : failure);
        queue.complete(List.of(message));
    }

    /** Leaves what is not delivered to the next start. */
    @Override
    public void close() throws InterruptedException {
        consumer.close();
    }
}
