package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.ExecutionRole;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;

/** Events of a topic, which calls the function itself or through a queue. */
final class TopicEvents {
    private final Target target;
    private final Event event;
    private final ExecutionRole role;
    private final Expansion expansion;

    TopicEvents(Target target, Event event, ExecutionRole role, Expansion expansion) {
        this.target = target;
        this.event = event;
        this.role = role;
        this.expansion = expansion;
    }

    List<Made> made() {
        JsonNode topic = event.get("Topic");
        JsonNode queue = event.get("SqsSubscription");
        if (!Values.isTrue(queue)) {
            return List.of(
                    Permissions.of(target, event, "sns.amazonaws.com").set("SourceArn", topic),
                    subscription("lambda", target.arn()));
        }
        return queue.isBoolean() ? throughOwn(topic) : through(topic, queue);
    }

    private List<Made> throughOwn(JsonNode topic) {
        Made queue = new Made(event.id() + "Queue", "AWS::SQS::Queue", passed());
        String id = Values.referred(topic);
        ObjectNode declared = id == null ? null : expansion.written(id);
        if (declared != null) {
            JsonNode fifo = declared.path("Properties").path("FifoTopic");
            JsonNode resolved = expansion.withParameters(fifo);
            if (Values.isTrue(resolved)) {
                queue.set("FifoQueue", resolved);
            }
        }
        JsonNode arn = Values.attribute(queue.id(), "Arn");
        Made policy = policy(event.id() + "QueuePolicy", topic, arn, Values.ref(queue.id()));
        return List.of(
                mapping(arn, Json.object().missingNode()), queue, policy, subscription("sqs", arn));
    }

    private List<Made> through(JsonNode topic, JsonNode queue) {
        if (!queue.isObject()) {
            throw event.invalid("Property 'SqsSubscription' should be a map.");
        }
        JsonNode arn = queue.path("QueueArn");
        if (!Values.isTrue(arn) || !Values.isTrue(queue.path("QueueUrl"))) {
            throw event.invalid("No QueueARN or QueueURL provided.");
        }
        String id = queue.path("QueuePolicyLogicalId").asText(event.id() + "QueuePolicy");
        return List.of(
                mapping(arn, queue.path("BatchSize")),
                policy(id, topic, arn, queue.get("QueueUrl")),
                subscription("sqs", arn));
    }

    private Made mapping(JsonNode queue, JsonNode batch) {
        String id = event.id() + "EventSourceMapping";
        return PollEvents.ofQueue(target, id, queue, batch, role);
    }

    private Made policy(String id, JsonNode topic, JsonNode queue, JsonNode url) {
        return new Made(id, "AWS::SQS::QueuePolicy", passed())
                .set("PolicyDocument", Policies.ofQueue(Json.text("*"), queue, topic))
                .set("Queues", Json.list().add(url));
    }

    private Made subscription(String protocol, JsonNode endpoint) {
        return new Made(event.id(), "AWS::SNS::Subscription", passed())
                .set("Protocol", protocol)
                .set("Endpoint", endpoint)
                .set("TopicArn", event.get("Topic"))
                .copy(
                        event.properties(),
                        "Region",
                        "FilterPolicy",
                        "FilterPolicyScope",
                        "RedrivePolicy");
    }

    private ObjectNode passed() {
        return target.owner().passed();
    }
}
