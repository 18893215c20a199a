package dev.gatehouse.cloudformation.sam.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.ExecutionRole;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The events of a function, each with the permission of what brings it. */
public final class FunctionEvents {
    private final Target target;
    private final ExecutionRole role;
    private final Expansion expansion;

    /**
     * @param role of the function, which what is polled adds to; it counts only where SAM makes it
     */
    public FunctionEvents(Target target, ExecutionRole role, Expansion expansion) {
        this.target = target;
        this.role = role;
        this.expansion = expansion;
    }

    /** What they become: the route of all others first, which spares permissions. */
    public List<Made> made(JsonNode events) {
        List<Event> all = new ArrayList<>();
        events.properties()
                .forEach(
                        each ->
                                all.add(
                                        Event.of(
                                                "function",
                                                target.owner(),
                                                each.getKey(),
                                                each.getValue())));
        all.sort(Comparator.comparing(FunctionEvents::order));
        List<Made> made = new ArrayList<>();
        all.forEach(event -> made.addAll(made(event)));
        return made;
    }

    private static String order(Event event) {
        return event.get("Path").asText(event.name());
    }

    private List<Made> made(Event event) {
        if (PollEvents.isPolled(event.type())) {
            return List.of(new PollEvents(target, event, role, expansion).made());
        }
        return switch (event.type()) {
            case "Api" -> new RestEvents(target, event, expansion).made();
            case "HttpApi" -> new HttpEvents(target, event, expansion).made();
            case "Schedule", "CloudWatchEvent", "EventBridgeRule" ->
                    new RuleEvents(target, event).ofFunction();
            case "ScheduleV2" -> new ScheduleEvents(target, event).ofFunction();
            case "SNS" -> new TopicEvents(target, event, role, expansion).made();
            case "S3" -> new BucketEvents(target, event, expansion).made();
            case "Cognito" -> new PoolEvents(target, event, expansion).made();
            case "AlexaSkill" ->
                    List.of(
                            Permissions.of(target, event, "alexa-appkit.amazon.com")
                                    .set("EventSourceToken", event.get("SkillId")));
            case "IoTRule" -> things(event);
            case "CloudWatchLogs" -> logs(event);
            default -> throw event.invalid("The event type is not supported.");
        };
    }

    private List<Made> things(Event event) {
        Made permission = Permissions.of(target, event, "iot.amazonaws.com");
        permission.set(
                "SourceArn",
                Values.sub(
                        "arn:"
                                + expansion.partition()
                                + ":iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}",
                        "RuleName",
                        Values.ref(event.id())));
        permission.set("SourceAccount", Json.sub("${AWS::AccountId}"));
        ObjectNode rule = Json.object();
        rule.set("Sql", event.get("Sql"));
        rule.put("RuleDisabled", false);
        rule.putArray("Actions").addObject().putObject("Lambda").set("FunctionArn", target.arn());
        Json.copy(event.properties(), rule, "AwsIotSqlVersion");
        Made made = new Made(event.id(), "AWS::IoT::TopicRule", target.owner().passed());
        return List.of(permission, made.set("TopicRulePayload", rule));
    }

    private List<Made> logs(Event event) {
        Made permission = Permissions.of(target, event, "logs.amazonaws.com");
        permission.set(
                "SourceArn",
                Values.sub(
                        "arn:"
                                + expansion.partition()
                                + ":logs:${AWS::Region}:${AWS::AccountId}:"
                                + "log-group:${__LogGroupName__}:*",
                        "__LogGroupName__",
                        event.get("LogGroupName")));
        Made filter =
                new Made(event.id(), "AWS::Logs::SubscriptionFilter", target.owner().passed());
        filter.attribute("DependsOn", Json.list().add(permission.id()));
        filter.copy(event.properties(), "LogGroupName", "FilterPattern");
        return List.of(permission, filter.set("DestinationArn", target.arn()));
    }
}
