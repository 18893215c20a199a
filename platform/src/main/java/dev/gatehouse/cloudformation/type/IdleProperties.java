package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Properties that ask for what is so anyway, which tools write into every template: they are taken
 * although the property is not supported otherwise. Paths have dots, values are AWS's defaults.
 */
public final class IdleProperties {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonNode OFF = JSON.booleanNode(false);

    private static final Map<String, Map<String, JsonNode>> BY_TYPE =
            Map.of(
                    "AWS::ApiGateway::RestApi",
                    Map.of("Policy", JSON.textNode(""), "DisableExecuteApiEndpoint", OFF),
                    "AWS::S3::Bucket",
                    Map.of("AccessControl", JSON.textNode("Private")),
                    "AWS::ApiGatewayV2::Api",
                    Map.of("DisableSchemaValidation", OFF));

    private IdleProperties() {}

    /** The properties of a resource without those that ask for nothing. */
    public static ObjectNode dropped(String type, ObjectNode declared) {
        ObjectNode left = declared.deepCopy();
        BY_TYPE.getOrDefault(type, Map.of())
                .forEach((path, value) -> drop(left, path.split("\\.", 2), value));
        return left;
    }

    private static void drop(ObjectNode object, String[] path, JsonNode value) {
        JsonNode present = object.path(path[0]);
        if (path.length == 1) {
            if (present.asText().equals(value.asText()) && present.isValueNode()) {
                object.remove(path[0]);
            }
        } else if (present instanceof ObjectNode inner) {
            drop(inner, new String[] {path[1]}, value);
            if (inner.isEmpty()) {
                object.remove(path[0]);
            }
        }
    }
}
