package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Tagging;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code AWS::SQS::Queue}. Its URL is that of AWS whoever serves it: inside functions AWS's host
 * names lead to the node, and clients with an endpoint of their own do not look at the URL's host.
 */
final class SqsQueue implements ResourceType {
    static final String SERVICE = "sqs";
    static final String URL = "QueueUrl";
    private static final String NAME = "QueueName";
    private static final String FIFO = "FifoQueue";
    private static final int LONGEST_NAME = 80;

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "ContentBasedDeduplication",
                    "DeduplicationScope",
                    "DelaySeconds",
                    "FifoThroughputLimit",
                    "KmsDataKeyReusePeriodSeconds",
                    "KmsMasterKeyId",
                    "MaximumMessageSize",
                    "MessageRetentionPeriod",
                    "ReceiveMessageWaitTimeSeconds",
                    "RedriveAllowPolicy",
                    "RedrivePolicy",
                    "SqsManagedSseEnabled",
                    "VisibilityTimeout");

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "ContentBasedDeduplication", "false",
                    "DeduplicationScope", "queue",
                    "DelaySeconds", "0",
                    "FifoThroughputLimit", "perQueue",
                    "KmsDataKeyReusePeriodSeconds", "300",
                    "MaximumMessageSize", "1048576",
                    "MessageRetentionPeriod", "345600",
                    "ReceiveMessageWaitTimeSeconds", "0",
                    "SqsManagedSseEnabled", "true",
                    "VisibilityTimeout", "30");

    @Override
    public String name() {
        return "AWS::SQS::Queue";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(ATTRIBUTES);
        properties.addAll(Set.of(NAME, FIFO, "Tags.*", "RedrivePolicy.*", "RedriveAllowPolicy.*"));
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String queue = nameOf(target, declared);
        return target.read(SERVICE, "GetQueueUrl", Target.input().put(NAME, queue))
                .map(_ -> List.of(physical(target, queue)))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String queue = nameOf(target, declared);
        ObjectNode input = Target.input().put(NAME, queue);
        ObjectNode attributes = Differences.attributes(declared, new TreeSet<>(ATTRIBUTES));
        if (declared.path(FIFO).asBoolean()) {
            attributes.put(FIFO, "true");
        }
        if (!attributes.isEmpty()) {
            input.set("Attributes", attributes);
        }
        if (declared.has("Tags")) {
            input.set("tags", Tagging.map(declared.get("Tags")));
        }
        target.call(SERVICE, "CreateQueue", input);
        return physical(target, queue);
    }

    private static Physical physical(Target target, String queue) {
        String url =
                "https://sqs.%s.%s/%s/%s"
                        .formatted(
                                target.identity().region().name(),
                                target.identity().region().partition().equals("aws-cn")
                                        ? "amazonaws.com.cn"
                                        : "amazonaws.com",
                                target.identity().account().value(),
                                queue);
        return new Physical(url)
                .with("Arn", Differences.arn(target, SERVICE, queue))
                .with(NAME, queue)
                .with(URL, url);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        ObjectNode changed =
                Differences.changed(before, declared, new TreeSet<>(ATTRIBUTES), DEFAULTS);
        if (!changed.isEmpty()) {
            ObjectNode input = Target.input().put(URL, current.id());
            input.set("Attributes", changed);
            target.call(SERVICE, "SetQueueAttributes", input);
        }
        ArrayNode removed = Tagging.removed(before.path("Tags"), declared.path("Tags"));
        if (!removed.isEmpty()) {
            ObjectNode input = Target.input().put(URL, current.id());
            input.set("TagKeys", removed);
            target.call(SERVICE, "UntagQueue", input);
        }
        ObjectNode tags = Tagging.map(declared.path("Tags"));
        if (Differences.any(before, declared, "Tags") && !tags.isEmpty()) {
            ObjectNode input = Target.input().put(URL, current.id());
            input.set("Tags", tags);
            target.call(SERVICE, "TagQueue", input);
        }
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteQueue", Target.input().put(URL, current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        if (declared.has(NAME)) {
            return declared.get(NAME).asText();
        }
        String suffix = declared.path(FIFO).asBoolean() ? ".fifo" : "";
        return target.generatedName(LONGEST_NAME - suffix.length()) + suffix;
    }
}
