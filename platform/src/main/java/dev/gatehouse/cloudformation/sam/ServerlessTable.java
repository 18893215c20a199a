package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.template.TemplateErrors;
import java.util.Map;
import java.util.Set;

/**
 * {@code AWS::Serverless::SimpleTable}: a table with one key, paid by request unless its throughput
 * is said.
 */
final class ServerlessTable {
    private static final Map<String, String> TYPES =
            Map.of("String", "S", "Number", "N", "Binary", "B");
    private static final Set<String> SUPPORTED =
            Set.of(
                    "PrimaryKey",
                    "ProvisionedThroughput",
                    "PointInTimeRecoverySpecification",
                    "SSESpecification",
                    "TableName",
                    "Tags");

    private ServerlessTable() {}

    static void expand(ResourceDeclaration declared, Expansion expansion) {
        expansion.requireSupported(SUPPORTED, declared);
        ObjectNode properties = declared.properties();
        ObjectNode table = Json.object();
        JsonNode key = properties.path("PrimaryKey");
        JsonNode name = key.has("Name") ? key.get("Name") : Json.text("id");
        ObjectNode attribute = table.putArray("AttributeDefinitions").addObject();
        attribute.set("AttributeName", name);
        attribute.put("AttributeType", type(declared, key.path("Type")));
        ObjectNode hash = table.putArray("KeySchema").addObject();
        hash.set("AttributeName", name);
        hash.put("KeyType", "HASH");
        Json.copy(
                properties,
                table,
                "TableName",
                "ProvisionedThroughput",
                "SSESpecification",
                "PointInTimeRecoverySpecification");
        if (!properties.has("ProvisionedThroughput")) {
            table.put("BillingMode", "PAY_PER_REQUEST");
        }
        ArrayNode tags = Json.list();
        properties
                .path("Tags")
                .properties()
                .forEach(
                        tag ->
                                tags.addObject()
                                        .put("Key", tag.getKey())
                                        .set("Value", tag.getValue()));
        if (!tags.isEmpty()) {
            table.set("Tags", tags);
        }
        expansion.add(declared.with("AWS::DynamoDB::Table", table));
    }

    private static String type(ResourceDeclaration declared, JsonNode type) {
        String known = TYPES.get(type.asText("String"));
        if (known == null) {
            throw TemplateErrors.of(
                    "Resource with id [%s] is invalid. Invalid 'Type' \"%s\".",
                    declared.logicalId(), type.asText());
        }
        return known;
    }
}
