package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code AWS::SNS::Subscription}. */
final class SnsSubscription implements ResourceType {
    private static final String ARN = "SubscriptionArn";
    private static final Set<String> DOCUMENTS =
            Set.of("DeliveryPolicy", "FilterPolicy", "RedrivePolicy", "ReplayPolicy");
    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "DeliveryPolicy",
                    "FilterPolicy",
                    "FilterPolicyScope",
                    "RawMessageDelivery",
                    "RedrivePolicy",
                    "ReplayPolicy",
                    "SubscriptionRoleArn");
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "FilterPolicy", "{}",
                    "FilterPolicyScope", "MessageAttributes",
                    "RawMessageDelivery", "false");

    @Override
    public String name() {
        return "AWS::SNS::Subscription";
    }

    @Override
    public Set<String> properties() {
        Set<String> properties = new TreeSet<>(ATTRIBUTES);
        DOCUMENTS.forEach(each -> properties.add(each + ".*"));
        properties.addAll(Set.of(SnsTopic.ARN, "Protocol", "Endpoint"));
        return properties;
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return named(target, declared.path(SnsTopic.ARN).asText(), declared);
    }

    /** The subscriptions of a topic with a protocol and an endpoint. */
    static List<Physical> named(Target target, String topic, JsonNode wanted) {
        List<Physical> found = new ArrayList<>();
        ObjectNode input = Target.input().put(SnsTopic.ARN, topic);
        target.read(SnsTopic.SERVICE, "ListSubscriptionsByTopic", input)
                .ifPresent(
                        list ->
                                list.path("Subscriptions")
                                        .forEach(
                                                each -> {
                                                    if (same(each, wanted, "Protocol")
                                                            && same(each, wanted, "Endpoint")) {
                                                        found.add(physical(each));
                                                    }
                                                }));
        return found;
    }

    private static boolean same(JsonNode one, JsonNode other, String member) {
        return one.path(member).asText().equals(other.path(member).asText());
    }

    private static Physical physical(JsonNode subscription) {
        String arn = subscription.path(ARN).asText();
        return new Physical(arn).with("Arn", arn);
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        ObjectNode input =
                Differences.pick(declared, List.of(SnsTopic.ARN, "Protocol", "Endpoint"));
        ObjectNode attributes = Differences.attributes(declared, new TreeSet<>(ATTRIBUTES));
        if (!attributes.isEmpty()) {
            input.set("Attributes", attributes);
        }
        input.put("ReturnSubscriptionArn", true);
        return physical(target.call(SnsTopic.SERVICE, "Subscribe", input));
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        Differences.changed(before, declared, new TreeSet<>(ATTRIBUTES), DEFAULTS)
                .properties()
                .forEach(
                        attribute ->
                                target.call(
                                        SnsTopic.SERVICE,
                                        "SetSubscriptionAttributes",
                                        Target.input()
                                                .put(ARN, current.id())
                                                .put("AttributeName", attribute.getKey())
                                                .set("AttributeValue", attribute.getValue())));
        return current;
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        end(target, current.id());
    }

    static void end(Target target, String subscription) {
        target.remove(SnsTopic.SERVICE, "Unsubscribe", Target.input().put(ARN, subscription));
    }
}
