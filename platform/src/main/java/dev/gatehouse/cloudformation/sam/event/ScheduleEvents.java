package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;

/** Events of a schedule of EventBridge Scheduler ("ScheduleV2"), which calls by a role. */
final class ScheduleEvents {
    private final Target target;
    private final Event event;

    ScheduleEvents(Target target, Event event) {
        this.target = target;
        this.event = event;
    }

    List<Made> ofFunction() {
        return made(
                Policies.inline(
                        event.id() + "LambdaPolicy",
                        Policies.document(Policies.allow("lambda:InvokeFunction", target.arn()))));
    }

    List<Made> ofMachine() {
        return made(
                Policies.inline(
                        event.id() + "StartExecutionPolicy",
                        Policies.document(Policies.allow("states:StartExecution", target.arn()))));
    }

    private List<Made> made(ObjectNode policy) {
        Made schedule = schedule();
        List<Made> made = new ArrayList<>(List.of(schedule));
        DeadLetters letters = DeadLetters.ofSchedule(event);
        made.addAll(letters.made());
        JsonNode role = event.get("RoleArn");
        if (!Values.isTrue(role)) {
            Made own = role(policy, letters);
            made.add(own);
            role = Values.attribute(own.id(), "Arn");
        }
        ObjectNode described = Json.object();
        described.set("Arn", target.arn());
        described.set("RoleArn", role);
        Json.copy(event.properties(), described, "Input");
        letters.describe(described);
        Json.copy(event.properties(), described, "RetryPolicy");
        schedule.set("Target", described);
        return made;
    }

    private Made schedule() {
        Made schedule = new Made(event.id(), "AWS::Scheduler::Schedule", target.owner().passed());
        schedule.copy(
                event.properties(),
                "ScheduleExpression",
                "Description",
                "StartDate",
                "EndDate",
                "ScheduleExpressionTimezone",
                "GroupName",
                "KmsKeyArn");
        if (Values.isTrue(event.get("State"))) {
            schedule.set("State", event.get("State"));
        }
        JsonNode name = event.get("Name");
        if (!Values.isTrue(event.get("OmitName"))) {
            schedule.set("Name", Values.isTrue(name) ? name : Json.text(event.id()));
        } else if (Values.isTrue(name)) {
            throw SamErrors.event(
                    event.owner().id(), event.id(), "Name cannot be set when OmitName is True");
        }
        JsonNode window = event.get("FlexibleTimeWindow");
        return schedule.set(
                "FlexibleTimeWindow",
                Values.isTrue(window) ? window : Json.object().put("Mode", "OFF"));
    }

    private Made role(ObjectNode policy, DeadLetters letters) {
        Made role = new Made(event.id() + "Role", "AWS::IAM::Role", target.owner().passed());
        role.set("AssumeRolePolicyDocument", Policies.trust("scheduler.amazonaws.com"));
        ArrayNode policies = Json.list().add(policy);
        if (!letters.arn().isMissingNode()) {
            policies.add(
                    Policies.inline(
                            event.id() + "SQSPolicy",
                            Policies.document(Policies.allow("sqs:SendMessage", letters.arn()))));
        }
        role.set("Policies", policies);
        JsonNode boundary = event.get("PermissionsBoundary");
        return Values.isTrue(boundary) ? role.set("PermissionsBoundary", boundary) : role;
    }
}
