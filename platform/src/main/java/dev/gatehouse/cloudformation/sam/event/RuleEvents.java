package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that a rule of EventBridge brings: on a schedule, or by a pattern. */
final class RuleEvents {
    private static final String PRINCIPAL = "events.amazonaws.com";
    private static final int LONGEST_ID = 64;

    private final Target target;
    private final Event event;
    private final boolean scheduled;

    RuleEvents(Target target, Event event) {
        this.target = target;
        this.event = event;
        this.scheduled = event.type().equals("Schedule");
    }

    /** Those of a function, which a permission lets the rule call. */
    List<Made> ofFunction() {
        Made rule = rule();
        JsonNode arn = Values.attribute(rule.id(), "Arn");
        List<Made> made = new ArrayList<>(List.of(rule));
        ObjectNode described = target("LambdaTarget", null);
        DeadLetters letters = DeadLetters.ofRule(event, arn);
        letters.describe(described);
        made.addAll(letters.made());
        rule.set("Targets", Json.list().add(described));
        made.add(Permissions.of(target, event, PRINCIPAL).set("SourceArn", arn));
        return made;
    }

    /** Those of a state machine, which a role lets the rule start. */
    List<Made> ofMachine(JsonNode boundary) {
        Made rule = rule();
        List<Made> made = new ArrayList<>(List.of(rule));
        JsonNode role = event.get("RoleArn");
        if (role.isMissingNode()) {
            Made own = StartRoles.of(target, event, PRINCIPAL, boundary);
            made.add(own);
            role = Values.attribute(own.id(), "Arn");
        }
        ObjectNode described = target("StepFunctionsTarget", role);
        DeadLetters letters = DeadLetters.ofRule(event, Values.attribute(rule.id(), "Arn"));
        letters.describe(described);
        made.addAll(letters.made());
        rule.set("Targets", Json.list().add(described));
        return made;
    }

    private Made rule() {
        Made rule = new Made(event.id(), "AWS::Events::Rule", target.owner().passed());
        JsonNode state = event.get("State");
        JsonNode enabled = event.get("Enabled");
        if (Values.isTrue(state) && !enabled.isMissingNode()) {
            throw event.invalid("State and Enabled Properties cannot both be specified.");
        }
        if (Values.isTrue(state)) {
            rule.set("State", state);
        }
        if (!enabled.isMissingNode()) {
            rule.set("State", Values.isTrue(enabled) ? "ENABLED" : "DISABLED");
        }
        if (scheduled) {
            rule.set("ScheduleExpression", event.get("Schedule"));
            rule.set("Name", event.get("Name")).set("Description", event.get("Description"));
        } else {
            rule.set("EventBusName", event.get("EventBusName"));
            rule.set("EventPattern", event.get("Pattern")).set("Name", event.get("RuleName"));
        }
        return rule;
    }

    private ObjectNode target(String suffix, @Nullable JsonNode role) {
        ObjectNode described = Json.object();
        described.set("Arn", target.arn());
        JsonNode id = event.get("Target").path("Id");
        described.set("Id", id.isMissingNode() ? Json.text(id(suffix)) : id);
        if (role != null) {
            described.set("RoleArn", role);
        }
        Json.copy(event.properties(), described, "Input");
        if (!scheduled) {
            Json.copy(event.properties(), described, "InputPath", "InputTransformer");
        }
        Json.copy(event.properties(), described, "RetryPolicy");
        return described;
    }

    private String id(String suffix) {
        String whole = event.id() + suffix;
        return whole.length() <= LONGEST_ID
                ? whole
                : event.id().substring(0, LONGEST_ID - suffix.length()) + suffix;
    }
}
