package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.Map;
import java.util.Set;

/**
 * The source or the destination of a connector: a resource of the template, or what is said of one
 * elsewhere.
 *
 * @param id its logical id; empty for one elsewhere
 * @param given what the connector says of it
 * @param role gives the name of its role; missing when it has none
 */
record ConnectorEnd(String id, String type, JsonNode given, JsonNode role) {
    private static final Map<String, String> MADE =
            Map.of(
                    "AWS::Serverless::Function", "AWS::Lambda::Function",
                    "AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine",
                    "AWS::Serverless::Api", "AWS::ApiGateway::RestApi",
                    "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api",
                    "AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table");

    /** Types whose reference gives the ARN. */
    private static final Set<String> BY_REFERENCE =
            Set.of(
                    "AWS::StepFunctions::StateMachine",
                    "AWS::AppSync::GraphQLApi",
                    "AWS::AppSync::DataSource",
                    "AWS::SNS::Topic");

    private static final Set<String> APIS =
            Set.of("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api");

    /**
     * @param other the other end, which decides the role of a rule
     */
    static ConnectorEnd of(
            Declared connector, JsonNode given, JsonNode other, Expansion expansion) {
        boolean more = false;
        for (String name : (Iterable<String>) given::fieldNames) {
            more |= !name.equals("Id") && !name.equals("Qualifier");
        }
        if (given.has("Id") == more) {
            throw connector.invalid(
                    "Must provide 'Id' (with optional 'Qualifier') or a supported combination of"
                            + " other properties.");
        }
        if (!Values.isTrue(given.path("Id"))) {
            requireText(connector, "Type", given.path("Type"));
            String type = given.get("Type").asText();
            JsonNode role = given.path("RoleName");
            return new ConnectorEnd("", MADE.getOrDefault(type, type), given, role);
        }
        requireText(connector, "Id", given.get("Id"));
        String id = given.get("Id").asText();
        if (!(expansion.expanded().get(id) instanceof ObjectNode resource)) {
            throw connector.invalid("Unable to find resource with logical ID '" + id + "'.");
        }
        requireText(connector, "Type", resource.path("Type"));
        String type = resource.get("Type").asText();
        String role = Values.referred(role(type, resource.path("Properties"), other));
        JsonNode name = role == null ? MissingNode.getInstance() : Values.ref(role);
        return new ConnectorEnd(id, type, given, name);
    }

    private static void requireText(Declared connector, String what, JsonNode value) {
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw connector.invalid("'" + what + "' is missing or not a string.");
        }
    }

    private static JsonNode role(String type, JsonNode properties, JsonNode other) {
        return switch (type) {
            case "AWS::Lambda::Function" -> properties.path("Role");
            case "AWS::StepFunctions::StateMachine" -> properties.path("RoleArn");
            case "AWS::AppSync::DataSource" -> properties.path("ServiceRoleArn");
            case "AWS::Events::Rule" -> roleOfRule(properties, other);
            default -> MissingNode.getInstance();
        };
    }

    private static JsonNode roleOfRule(JsonNode properties, JsonNode other) {
        for (JsonNode target : properties.path("Targets")) {
            JsonNode arn = target.path("Arn");
            String id = Values.referred(arn);
            boolean same =
                    (id != null && id.equals(other.path("Id").asText()))
                            || (other.has("Arn") && arn.equals(other.get("Arn")));
            if (same) {
                return target.path("RoleArn");
            }
        }
        return MissingNode.getInstance();
    }

    JsonNode arn() {
        if (id.isEmpty()) {
            return given.path("Arn");
        }
        return BY_REFERENCE.contains(type) ? Values.ref(id) : Values.attribute(id, "Arn");
    }

    JsonNode queueUrl() {
        return id.isEmpty() ? given.path("QueueUrl") : Values.ref(id);
    }

    /** What a text of the connector's profile asks for; missing when it is not known. */
    JsonNode value(String name) {
        return switch (name) {
            case "Arn" -> arn();
            case "ResourceId" ->
                    id.isEmpty()
                            ? given.path("ResourceId")
                            : type.equals("AWS::AppSync::GraphQLApi")
                                    ? Values.attribute(id, "ApiId")
                                    : Values.ref(id);
            case "Name" -> id.isEmpty() ? given.path("Name") : Values.attribute(id, "Name");
            default ->
                    given.has("Qualifier")
                            ? given.get("Qualifier")
                            : !id.isEmpty() && APIS.contains(type)
                                    ? Json.text("*")
                                    : MissingNode.getInstance();
        };
    }
}
