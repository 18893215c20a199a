package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.Terms;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells topics of what happens to stacks, in the form that CloudFormation's notifications have
 * (User Guide, "Setting stack options", notification options). A topic that cannot be told stops
 * nothing; without an endpoint for SNS none is told.
 */
final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final String SUBJECT = "AWS CloudFormation Notification";

    /** How many notices wait at most, of all stacks. */
    private static final int MOST = 10_000;

    private final AwsServices services;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private volatile boolean closed;

    Notices(AwsServices services) {
        this.services = services;
    }

    /** Whether there are topics, and they can be told. */
    boolean areHeard(List<String> topics) {
        return !topics.isEmpty() && services.isElsewhere("sns");
    }

    /** Tells nothing any more. */
    @Override
    public void close() {
        closed = true;
    }

    /**
     * Who hears of a stack's events: the topics that were asked for.
     *
     * @param told hears of each event that they were told
     */
    Consumer<List<StackEvent>> of(
            CallerIdentity identity,
            String stackId,
            List<String> topics,
            Consumer<StackEvent> told) {
        return events -> {
            for (StackEvent event : events) {
                later(
                        () -> {
                            topics.forEach(topic -> tell(identity, stackId, event, topic));
                            if (!closed) {
                                told.accept(event);
                            }
                        });
            }
        };
    }

    /** No stack waits for a topic: behind those that wait already, or not at all. */
    private void later(Runnable notice) {
        if (!waiting.offer(notice)) {
            if (full.compareAndSet(false, true)) {
                LOG.warn("Topics are not told of every event: {} wait to be told", MOST);
            }
            return;
        }
        if (telling.compareAndSet(false, true)) {
            Thread.ofVirtual().name("stack-notices").start(this::tellAll);
        }
    }

    private void tellAll() {
        do {
            Runnable next = waiting.poll();
            while (next != null && !closed) {
                tell(next);
                next = waiting.poll();
            }
            full.set(false);
            telling.set(false);
        } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
    }

    /** A store that is away for a while stops no later notice. */
    private static void tell(Runnable notice) {
        try {
            notice.run();
        } catch (RuntimeException failure) {
            LOG.warn("A stack's notice cannot be recorded as told: {}", failure.getMessage());
        }
    }

    private void tell(CallerIdentity identity, String stackId, StackEvent event, String topic) {
        try {
            Map<String, String> message =
                    Map.of(
                            "TopicArn",
                            topic,
                            "Subject",
                            SUBJECT,
                            "Message",
                            message(stackId, event));
            services.as(identity).call("sns", "Publish", message);
        } catch (RuntimeException rejection) {
            LOG.warn("Stack {} cannot tell {}: {}", stackId, topic, rejection.getMessage());
        }
    }

    private static String message(String stackId, StackEvent event) {
        String account = stackId.split(":", 6)[4];
        StackEvent.Detail detail = event.detail();
        Terms.Origin origin = event.origin();
        String properties = detail == null ? null : detail.properties();
        return """
        StackId='%s'
        Timestamp='%s'
        EventId='%s'
        LogicalResourceId='%s'
        Namespace='%s'
        PhysicalResourceId='%s'
        PrincipalId='%s'
        ResourceProperties='%s'
        ResourceStatus='%s'
        ResourceStatusReason='%s'
        ResourceType='%s'
        StackName='%s'
        ClientRequestToken='%s'
        """
                .formatted(
                        stackId,
                        event.at(),
                        event.eventId(),
                        event.logicalId(),
                        account,
                        event.physicalId(),
                        account,
                        Objects.requireNonNullElse(properties, "null"),
                        event.status(),
                        Objects.requireNonNullElse(event.reason(), ""),
                        event.type(),
                        stackId.split("/", 3)[1],
                        origin == null ? null : origin.token());
    }
}
