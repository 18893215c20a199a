package dev.gatehouse.cloudformation.sam.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.expansion.Declared;
import dev.gatehouse.cloudformation.sam.expansion.Expansion;
import dev.gatehouse.cloudformation.sam.expansion.Made;
import dev.gatehouse.cloudformation.sam.expansion.Tags;
import dev.gatehouse.cloudformation.sam.expansion.Values;
import dev.gatehouse.cloudformation.template.Json;
import java.util.List;
import java.util.Map;

/**
 * {@code AWS::Serverless::SimpleTable}: a table with one key, paid by request unless its throughput
 * is said.
 */
public final class ServerlessTable {
    private static final Map<String, String> TYPES =
            Map.of("String", "S", "Number", "N", "Binary", "B");

    private ServerlessTable() {}

    public static void expand(Declared declared, Expansion expansion) {
        ObjectNode attribute = Json.object().put("AttributeName", "id").put("AttributeType", "S");
        JsonNode given = declared.get("PrimaryKey");
        if (Values.isTrue(given)) {
            for (String required : List.of("Name", "Type")) {
                if (!given.has(required)) {
                    throw declared.invalid("Property 'PrimaryKey." + required + "' is required.");
                }
            }
            String type = TYPES.get(given.get("Type").asText());
            if (type == null) {
                throw declared.invalid("Invalid 'Type' \"" + given.get("Type").asText() + "\".");
            }
            attribute.set("AttributeName", given.get("Name"));
            attribute.put("AttributeType", type);
        }
        ObjectNode key = Json.object();
        key.set("AttributeName", attribute.get("AttributeName"));
        Made table = new Made(declared.id(), "AWS::DynamoDB::Table", declared.attributes());
        table.set("AttributeDefinitions", Json.list().add(attribute));
        table.set("KeySchema", Json.list().add(key.put("KeyType", "HASH")));
        for (String name :
                List.of(
                        "PointInTimeRecoverySpecification",
                        "ProvisionedThroughput",
                        "SSESpecification",
                        "TableName")) {
            if (Values.isTrue(declared.get(name))) {
                table.copy(declared.properties(), name);
            }
        }
        if (!table.properties().has("ProvisionedThroughput")) {
            table.set("BillingMode", "PAY_PER_REQUEST");
        }
        if (Values.isTrue(declared.get("Tags"))) {
            table.set("Tags", Tags.list(declared.get("Tags")));
        }
        expansion.replace(declared, List.of(table), Map.of());
    }
}
