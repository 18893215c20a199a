package dev.gatehouse.cloudformation.sam.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.event.Target;
import dev.gatehouse.cloudformation.sam.expansion.Conditions;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.LogicalId;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.SamErrors;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.sam.policy.Policies;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code EventInvokeConfig} makes: the configuration, a queue or a topic where a destination
 * names none, and what the role needs to reach it.
 */
final class EventInvoke {
    private static final Set<String> TYPES =
            Set.of("SQS", "SNS", "EventBridge", "Lambda", "S3Bucket");

    private final Declared declared;
    private final Expansion expansion;
    private final String id;
    private final List<ObjectNode> policies = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();

    EventInvoke(Declared declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.id = declared.id() + "EventInvokeConfig";
    }

    /** What the function's role needs, when all is made. */
    List<ObjectNode> policies() {
        return policies;
    }

    List<Made> made(String qualifier, Target target) {
        JsonNode given = expansion.withParameters(declared.get("EventInvokeConfig"));
        if (!Values.isTrue(given)) {
            return List.of();
        }
        Made config = new Made(id, "AWS::Lambda::EventInvokeConfig", attributes(target));
        ObjectNode destinations = Json.object();
        JsonNode sides = given.path("DestinationConfig");
        if (Values.isTrue(sides) && !sides.isObject()) {
            throw declared.invalid(
                    "Property 'EventInvokeConfig.DestinationConfig' should be a map.");
        }
        for (String side : List.of("OnSuccess", "OnFailure")) {
            if (sides.has(side)) {
                if (!sides.get(side).isObject()) {
                    throw declared.invalid(
                            "Property 'EventInvokeConfig.DestinationConfig."
                                    + side
                                    + "' should be a map.");
                }
                destinations.putObject(side).set("Destination", destination(sides, side));
            }
        }
        config.set("FunctionName", Values.ref(declared.id())).set("Qualifier", qualifier);
        config.set("DestinationConfig", destinations);
        config.set("MaximumEventAgeInSeconds", given.path("MaximumEventAgeInSeconds"));
        config.set("MaximumRetryAttempts", given.path("MaximumRetryAttempts"));
        made.add(config);
        return made;
    }

    private ObjectNode attributes(Target target) {
        ObjectNode attributes = declared.attributes();
        attributes.remove("DependsOn");
        if (!target.id().equals(declared.id())) {
            attributes.set("DependsOn", Json.list().add(target.id()));
        }
        return attributes;
    }

    private JsonNode destination(JsonNode sides, String side) {
        JsonNode given = sides.get(side);
        String type = given.path("Type").asText();
        if (!TYPES.contains(type)) {
            throw declared.invalid(
                    "'Type: %s' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']"
                            .formatted(type.isEmpty() ? "None" : type));
        }
        JsonNode destination = given.path("Destination");
        Choice choice = choice(destination);
        JsonNode arn = destination;
        if (destination.isMissingNode() || choice.condition() != null) {
            if (!type.equals("SQS") && !type.equals("SNS")) {
                throw declared.invalid("Destination is required if Type is not ['SQS', 'SNS']");
            }
            arn = own(type, id + side, choice);
        }
        policies.add(policy(type, id + side, arn));
        return arn;
    }

    /**
     * A destination under a condition.
     *
     * @param condition under which SAM makes one; null when it makes none
     */
    private record Choice(@Nullable String condition, JsonNode otherwise) {}

    private Choice choice(JsonNode destination) {
        if (!Values.isChoice(destination)) {
            return new Choice(null, destination);
        }
        JsonNode sides = destination.get("Fn::If");
        if (!sides.isArray() || sides.size() != 3) {
            throw SamErrors.resource(
                    id, "Malformed 'Destination' property: Fn::If requires 3 arguments.");
        }
        boolean first = Values.isNoValue(sides.get(1));
        boolean second = Values.isNoValue(sides.get(2));
        if (first == second) {
            return new Choice(null, destination);
        }
        String condition = sides.get(0).asText();
        if (first) {
            return new Choice(condition, sides.get(2));
        }
        String not = named("NOT" + condition, id);
        expansion.conditions().set(not, Conditions.not(condition));
        return new Choice(not, sides.get(1));
    }

    private static String named(String name, String hashed) {
        return LogicalId.of(name, hashed);
    }

    /** A queue or a topic of the function's own. */
    private JsonNode own(String type, String prefix, Choice choice) {
        boolean queue = type.equals("SQS");
        Made own =
                new Made(
                        prefix + (queue ? "Queue" : "Topic"),
                        queue ? "AWS::SQS::Queue" : "AWS::SNS::Topic",
                        declared.passed());
        JsonNode arn = queue ? Values.attribute(own.id(), "Arn") : Values.ref(own.id());
        String condition = choice.condition();
        String whole = declared.resource().path("Condition").asText(null);
        if (condition != null && whole != null) {
            String both = named(whole + "AND" + condition, declared.id());
            ArrayNode list = Json.list();
            list.addObject().putObject("Condition").put("Condition", whole);
            list.addObject().putObject("Condition").put("Condition", condition);
            expansion.conditions().set(both, Json.object().set("Fn::And", list));
            own.attribute("Condition", Json.text(both));
        } else if (condition != null) {
            own.attribute("Condition", Json.text(condition));
        }
        made.add(own);
        return condition == null
                ? arn
                : Values.choice(Json.text(condition), arn, choice.otherwise());
    }

    private static ObjectNode policy(String type, String prefix, JsonNode arn) {
        return switch (type) {
            case "SQS" -> inline(prefix + "SQSPolicy", "sqs:SendMessage", arn);
            case "SNS" -> inline(prefix + "SNSPolicy", "sns:publish", arn);
            case "EventBridge" -> inline(prefix + "EventBridgePolicy", "events:PutEvents", arn);
            case "Lambda" -> inline(prefix + "LambdaPolicy", "lambda:InvokeFunction", arn);
            default -> Policies.inline(prefix + "S3Policy", Policies.intoBucket(arn));
        };
    }

    private static ObjectNode inline(String name, String action, JsonNode arn) {
        return Policies.inline(name, Policies.document(Policies.allow(action, arn)));
    }
}
