package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a function's EventInvokeConfig and DeadLetterQueue become, and what its role needs for them
 * ("EventInvokeConfiguration" and "DeadLetterQueue" of the AWS SAM guide).
 */
final class AsynchronousEvents {
    static final Set<String> PROPERTIES = Set.of("EventInvokeConfig", "DeadLetterQueue");

    private static final List<String> SIDES = List.of("OnSuccess", "OnFailure");
    private static final List<String> TYPES =
            List.of("SQS", "SNS", "EventBridge", "Lambda", "S3Bucket");

    private static final Map<String, String> ACTIONS =
            Map.of(
                    "SQS", "sqs:SendMessage",
                    "SNS", "sns:publish",
                    "EventBridge", "events:PutEvents",
                    "Lambda", "lambda:InvokeFunction",
                    "S3Bucket", "s3:PutObject");

    private static final Map<String, String> LETTERS =
            Map.of("SQS", "sqs:SendMessage", "SNS", "sns:Publish");

    private final ResourceDeclaration declared;
    private final Expansion expansion;
    private final JsonNode config;
    private final JsonNode letters;

    /**
     * @param declared the function as it was declared
     */
    AsynchronousEvents(ResourceDeclaration declared, Expansion expansion) {
        this.declared = declared;
        this.expansion = expansion;
        this.config = declared.properties().path("EventInvokeConfig");
        this.letters = declared.properties().path("DeadLetterQueue");
        check();
    }

    /** Names the dead-letter queue in the function. */
    void describe(ObjectNode function) {
        if (letters instanceof ObjectNode) {
            ObjectNode target = Json.object();
            target.set("TargetArn", letters.get("TargetArn"));
            function.set("DeadLetterConfig", target);
        }
    }

    /** What the role that SAM makes has to be allowed, as inline policies. */
    void permit(FunctionRole role) {
        if (letters instanceof ObjectNode) {
            role.allow(
                    "DeadLetterQueuePolicy",
                    Objects.requireNonNull(LETTERS.get(letters.path("Type").asText())),
                    letters.get("TargetArn"));
        }
        for (String side : SIDES) {
            JsonNode destination = destination(side);
            if (!destination.isMissingNode()) {
                String name = declared.logicalId() + "EventInvokeConfig" + side;
                String type = destination.path("Type").asText();
                JsonNode arn = destination.get("Destination");
                role.allow(
                        name + type + "Policy",
                        Objects.requireNonNull(ACTIONS.get(type)),
                        resource(type, arn));
            }
        }
    }

    private static JsonNode resource(String type, JsonNode arn) {
        if (!type.equals("S3Bucket")) {
            return arn;
        }
        ObjectNode joined = Json.object();
        joined.putArray("Fn::Join").add("/").add(Json.list().add(arn).add("*"));
        return joined;
    }

    /** Adds the configuration of what is called. */
    void add(String alias, JsonNode aliasId) {
        if (!(config instanceof ObjectNode)) {
            return;
        }
        ObjectNode properties = Json.object();
        properties.set("FunctionName", Json.ref(declared.logicalId()));
        properties.put("Qualifier", alias);
        ObjectNode destinations = Json.object();
        for (String side : SIDES) {
            if (!destination(side).isMissingNode()) {
                ObjectNode destination = Json.object();
                destination.set("Destination", destination(side).get("Destination"));
                destinations.set(side, destination);
            }
        }
        properties.set("DestinationConfig", destinations);
        Json.copy(
                (ObjectNode) config,
                properties,
                "MaximumEventAgeInSeconds",
                "MaximumRetryAttempts");
        expansion.add(
                new ResourceDeclaration(
                        declared.logicalId() + "EventInvokeConfig",
                        "AWS::Lambda::EventInvokeConfig",
                        properties,
                        aliasId.isTextual() ? List.of(aliasId.asText()) : List.of(),
                        declared.condition(),
                        declared.retention()));
    }

    private JsonNode destination(String side) {
        return config.path("DestinationConfig").path(side);
    }

    private void check() {
        if (config instanceof ObjectNode) {
            String where = "Resource " + declared.logicalId() + ", EventInvokeConfig";
            expansion.requireOnly(
                    Set.of("DestinationConfig", "MaximumEventAgeInSeconds", "MaximumRetryAttempts"),
                    config,
                    where);
            expansion.requireOnly(Set.copyOf(SIDES), config.path("DestinationConfig"), where);
            SIDES.forEach(side -> check(side, destination(side), where));
        }
        if (!letters.isMissingNode()) {
            if (!letters.has("Type") || !letters.has("TargetArn")) {
                throw invalid(
                        "'DeadLetterQueue' requires Type and TargetArn properties to be"
                                + " specified.");
            }
            if (!LETTERS.containsKey(letters.path("Type").asText())) {
                throw invalid("'DeadLetterQueue' requires Type of ['SQS', 'SNS']");
            }
        }
    }

    private void check(String side, JsonNode destination, String where) {
        if (destination.isMissingNode()) {
            return;
        }
        expansion.requireOnly(Set.of("Type", "Destination"), destination, where + ", " + side);
        String type = destination.path("Type").asText();
        if (!TYPES.contains(type)) {
            throw invalid(
                    "'Type: %s' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']"
                            .formatted(type.isEmpty() ? "None" : type));
        }
        if (!destination.has("Destination")) {
            throw invalid(
                    LETTERS.containsKey(type)
                            ? "%s: a destination without an ARN, for which SAM makes a queue or a"
                                            .formatted(side)
                                    + " topic, is not supported"
                            : "Destination is required if Type is not ['SQS', 'SNS']");
        }
    }

    private RuntimeException invalid(String reason) {
        return TemplateErrors.of(
                "Resource with id [%s] is invalid. %s", declared.logicalId(), reason);
    }
}
