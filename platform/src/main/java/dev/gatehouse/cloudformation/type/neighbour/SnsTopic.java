package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::SNS::Topic}. */
final class SnsTopic implements ResourceType {
    static final String SERVICE = "sns";
    static final String ARN = "TopicArn";
    private static final String NAME = "TopicName";
    private static final String FIFO = "FifoTopic";
    private static final String SUBSCRIPTIONS = "Subscription";
    private static final int LONGEST_NAME = 256;

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "ArchivePolicy",
                    "ContentBasedDeduplication",
                    "DisplayName",
                    "FifoThroughputScope",
                    "KmsMasterKeyId",
                    "SignatureVersion",
                    "TracingConfig");

    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "ArchivePolicy", "{}",
                    "ContentBasedDeduplication", "false",
                    "FifoThroughputScope", "Topic",
                    "SignatureVersion", "1",
                    "TracingConfig", "PassThrough");

    @Override
    public String name() {
        return "AWS::SNS::Topic";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(ATTRIBUTES);
        properties.addAll(
                Set.of(
                        NAME,
                        FIFO,
                        "ArchivePolicy.*",
                        SUBSCRIPTIONS + ".Endpoint",
                        SUBSCRIPTIONS + ".Protocol",
                        "Tags.*"));
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        String topic = nameOf(target, declared);
        Physical known = physical(target, topic);
        return target.read(SERVICE, "GetTopicAttributes", Target.input().put(ARN, known.id()))
                .map(_ -> List.of(known))
                .orElse(List.of());
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String topic = nameOf(target, declared);
        ObjectNode input = Target.input().put("Name", topic);
        ObjectNode attributes = Differences.attributes(declared, new TreeSet<>(ATTRIBUTES));
        if (declared.path(FIFO).asBoolean()) {
            attributes.put(FIFO, "true");
        }
        if (!attributes.isEmpty()) {
            input.set("Attributes", attributes);
        }
        if (declared.has("Tags")) {
            input.set("Tags", declared.get("Tags"));
        }
        target.call(SERVICE, "CreateTopic", input);
        Physical made = physical(target, topic);
        Target.complete(
                () ->
                        declared.path(SUBSCRIPTIONS)
                                .forEach(each -> subscribe(target, made.id(), each)),
                () -> delete(target, made, declared));
        return made;
    }

    private static Physical physical(Target target, String topic) {
        String arn = Differences.arn(target, SERVICE, topic);
        return new Physical(arn).with(NAME, topic).with(ARN, arn);
    }

    private static void subscribe(Target target, String topic, JsonNode subscription) {
        ObjectNode input = subscription.deepCopy();
        target.call(SERVICE, "Subscribe", input.put(ARN, topic));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        Differences.changed(before, declared, new TreeSet<>(ATTRIBUTES), DEFAULTS)
                .properties()
                .forEach(
                        attribute ->
                                target.call(
                                        SERVICE,
                                        "SetTopicAttributes",
                                        Target.input()
                                                .put(ARN, current.id())
                                                .put("AttributeName", attribute.getKey())
                                                .set("AttributeValue", attribute.getValue())));
        JsonNode former = before.path(SUBSCRIPTIONS);
        JsonNode wanted = declared.path(SUBSCRIPTIONS);
        former.forEach(
                each -> {
                    if (wanted.valueStream().noneMatch(each::equals)) {
                        SnsSubscription.named(target, current.id(), each)
                                .forEach(gone -> SnsSubscription.end(target, gone.id()));
                    }
                });
        wanted.forEach(
                each -> {
                    if (former.valueStream().noneMatch(each::equals)) {
                        subscribe(target, current.id(), each);
                    }
                });
        Differences.tagList(target, SERVICE, "ResourceArn", current.id(), before, declared);
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        target.remove(SERVICE, "DeleteTopic", Target.input().put(ARN, current.id()));
    }

    private static String nameOf(Target target, ObjectNode declared) {
        if (declared.has(NAME)) {
            return declared.get(NAME).asText();
        }
        String suffix = declared.path(FIFO).asBoolean() ? ".fifo" : "";
        return target.generatedName(LONGEST_NAME - suffix.length()) + suffix;
    }
}
