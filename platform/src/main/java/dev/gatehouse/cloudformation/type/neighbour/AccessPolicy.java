package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Physical;
import dev.gatehouse.cloudformation.resource.ResourceType;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.List;
import java.util.Set;

/**
 * {@code AWS::SQS::QueuePolicy} and {@code AWS::SNS::TopicPolicy}: one policy of several queues or
 * topics.
 *
 * @param holders the property that lists them
 */
record AccessPolicy(String name, String holders) implements ResourceType {
    private static final String POLICY = "Policy";
    private static final String DOCUMENT = "PolicyDocument";

    static AccessPolicy ofQueues() {
        return new AccessPolicy("AWS::SQS::QueuePolicy", "Queues");
    }

    static AccessPolicy ofTopics() {
        return new AccessPolicy("AWS::SNS::TopicPolicy", "Topics");
    }

    @Override
    public Set<String> properties() {
        return Set.of(DOCUMENT + ".*", holders);
    }

    @Override
    public List<Physical> find(Target target, ObjectNode declared) {
        return List.of();
    }

    @Override
    public Physical create(Target target, ObjectNode declared) {
        String policy = Target.document(declared.path(DOCUMENT));
        declared.path(holders).forEach(each -> put(target, each.asText(), policy));
        String id = target.generatedName(128);
        return new Physical(id).with("Id", id);
    }

    @Override
    public Physical update(
            Target target, Physical current, ObjectNode before, ObjectNode declared) {
        String policy = Target.document(declared.path(DOCUMENT));
        declared.path(holders).forEach(each -> put(target, each.asText(), policy));
        before.path(holders)
                .forEach(
                        former -> {
                            if (!contains(declared.path(holders), former)) {
                                clear(target, former.asText());
                            }
                        });
        return current;
    }

    private static boolean contains(JsonNode list, JsonNode one) {
        return list.valueStream().anyMatch(one::equals);
    }

    private void put(Target target, String holder, String policy) {
        if (holders.equals("Queues")) {
            ObjectNode input = Target.input().put(SqsQueue.URL, holder);
            input.putObject("Attributes").put(POLICY, policy);
            target.remove(SqsQueue.SERVICE, "SetQueueAttributes", input);
        } else {
            target.remove(
                    SnsTopic.SERVICE,
                    "SetTopicAttributes",
                    Target.input()
                            .put(SnsTopic.ARN, holder)
                            .put("AttributeName", POLICY)
                            .put("AttributeValue", policy));
        }
    }

    /** A topic is never without: its owner may do everything. */
    private void clear(Target target, String holder) {
        put(target, holder, holders.equals("Queues") ? "" : ownersPolicy(target, holder));
    }

    private static String ownersPolicy(Target target, String topic) {
        ObjectNode policy = Target.input().put("Version", "2008-10-17");
        ObjectNode statement =
                policy.putArray("Statement")
                        .addObject()
                        .put("Effect", "Allow")
                        .put("Action", "SNS:*");
        statement.putObject("Principal").put("AWS", target.identity().account().value());
        statement.put("Resource", topic);
        return policy.toString();
    }

    @Override
    public void delete(Target target, Physical current, ObjectNode declared) {
        declared.path(holders).forEach(each -> clear(target, each.asText()));
    }
}
