package dev.gatehouse.cloudformation.operation;

import dev.gatehouse.client.AwsServices;
import dev.gatehouse.client.CallerIdentity;
import dev.gatehouse.cloudformation.stack.Stack;
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
final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final String SUBJECT = "AWS CloudFormation Notification";

    /** How many notices wait at most, of all stacks. */
    private static final int MOST = 10_000;

    private final AwsServices services;
    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();

    Notices(AwsServices services) {
        this.services = services;
    }

    /** Who hears of a stack's events: the topics that were asked for. */
    Consumer<List<StackEvent>> of(CallerIdentity identity, Stack stack, List<String> topics) {
        if (topics.isEmpty() || !services.isElsewhere("sns")) {
            return _ -> {};
        }
        return events ->
                events.forEach(
                        event -> topics.forEach(t -> later(() -> tell(identity, stack, event, t))));
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
            while (next != null) {
                next.run();
                next = waiting.poll();
            }
            full.set(false);
            telling.set(false);
        } while (!waiting.isEmpty() && telling.compareAndSet(false, true));
    }

    private void tell(CallerIdentity identity, Stack stack, StackEvent event, String topic) {
        try {
            Map<String, String> message =
                    Map.of("TopicArn", topic, "Subject", SUBJECT, "Message", message(stack, event));
            services.as(identity).call("sns", "Publish", message);
        } catch (RuntimeException rejection) {
            LOG.warn("Stack {} cannot tell {}: {}", stack.name(), topic, rejection.getMessage());
        }
    }

    private static String message(Stack stack, StackEvent event) {
        String account = stack.id().split(":", 6)[4];
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
                        stack.id(),
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
                        stack.name(),
                        origin == null ? null : origin.token());
    }
}
