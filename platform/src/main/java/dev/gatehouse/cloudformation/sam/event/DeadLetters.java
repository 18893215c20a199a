package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code DeadLetterConfig} of a rule or a schedule: a queue that is there, or one to make.
 *
 * @param arn of the queue; missing when there is no such configuration
 * @param made the queue and what goes with it
 */
record DeadLetters(JsonNode arn, List<Made> made) {
    /** Of a rule, whose events a queue takes by its policy. */
    static DeadLetters ofRule(Event event, JsonNode rule) {
        DeadLetters letters = ofSchedule(event);
        if (!letters.made().isEmpty()) {
            Made queue = letters.made().getFirst();
            Made policy =
                    new Made(
                            event.id() + "QueuePolicy",
                            "AWS::SQS::QueuePolicy",
                            event.owner().passed());
            ObjectNode events = Json.object().put("Service", "events.amazonaws.com");
            policy.set("PolicyDocument", Policies.ofQueue(events, letters.arn(), rule));
            policy.set("Queues", Json.list().add(Values.ref(queue.id())));
            letters.made().add(policy);
        }
        return letters;
    }

    /** Of a schedule, whose role sends to the queue. */
    static DeadLetters ofSchedule(Event event) {
        JsonNode given = event.get("DeadLetterConfig");
        if (given.isMissingNode()) {
            return new DeadLetters(given, List.of());
        }
        check(event, given);
        if (given.has("Arn")) {
            return new DeadLetters(given.get("Arn"), List.of());
        }
        JsonNode id = given.path("QueueLogicalId");
        if (!id.isMissingNode() && !id.isTextual()) {
            throw SamErrors.event(
                    event.owner().id(), event.id(), "QueueLogicalId must be a string");
        }
        String queue = id.isMissingNode() ? event.id() + "Queue" : id.asText();
        List<Made> made = new ArrayList<>();
        made.add(new Made(queue, "AWS::SQS::Queue", event.owner().passed()));
        return new DeadLetters(Values.attribute(queue, "Arn"), made);
    }

    private static void check(Event event, JsonNode given) {
        String problem = null;
        if (given.has("Arn") && given.has("Type")) {
            problem = "You can either define 'Arn' or 'Type' property of DeadLetterConfig.";
        } else if (given.has("Type") && !given.get("Type").asText().equals("SQS")) {
            problem = "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.";
        } else if (!given.has("Arn") && !given.has("Type")) {
            problem = "No 'Arn' or 'Type' property provided for DeadLetterConfig.";
        }
        if (problem != null) {
            throw SamErrors.event(event.owner().id(), event.id(), problem);
        }
    }

    /** Says of a target where its dead letters go. */
    void describe(ObjectNode target) {
        if (!arn.isMissingNode()) {
            target.putObject("DeadLetterConfig").set("Arn", arn);
        }
    }
}
