package dev.gatehouse.cloudformation.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import dev.gatehouse.cloudformation.schema.PropertyType;
import dev.gatehouse.cloudformation.schema.PropertyType.Any;
import dev.gatehouse.cloudformation.schema.PropertyType.Either;
import dev.gatehouse.cloudformation.schema.PropertyType.ListOf;
import dev.gatehouse.cloudformation.schema.PropertyType.MapOf;
import dev.gatehouse.cloudformation.schema.PropertyType.Reference;
import dev.gatehouse.cloudformation.schema.PropertyType.Scalar;
import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.kernel.SystemTags;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service's words about a resource in those of its type's schema. */
final class Projection {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ResourceSchema schema;

    private final Map<String, String> renamed;

    /**
     * @param renamed members by the properties that are called otherwise, wherever they stand
     */
    Projection(ResourceSchema schema, Map<String, String> renamed) {
        this.schema = schema;
        this.renamed = renamed;
    }

    /** The properties that a service's output tells, the readable ones included. */
    ObjectNode of(JsonNode output) {
        ObjectNode properties = Target.input();
        schema.properties()
                .properties()
                .forEach(
                        (name, type) ->
                                projected(type, withoutSystemTags(member(output, name)))
                                        .ifPresent(value -> properties.set(name, value)));
        return properties;
    }

    /** No template has those: they are CloudFormation's. */
    private static JsonNode withoutSystemTags(JsonNode told) {
        if (told instanceof ObjectNode map) {
            ObjectNode left = map.deepCopy();
            map.fieldNames()
                    .forEachRemaining(
                            key -> {
                                if (SystemTags.isSystem(key)) {
                                    left.remove(key);
                                }
                            });
            return left.isEmpty() && !map.isEmpty() ? MissingNode.getInstance() : left;
        }
        if (told instanceof ArrayNode list) {
            ArrayNode left = list.arrayNode();
            list.forEach(
                    each -> {
                        if (!SystemTags.isSystem(each.path("Key").asText())) {
                            left.add(each);
                        }
                    });
            return left;
        }
        return told;
    }

    /** Members are called as properties, but for the case of their letters. */
    private JsonNode member(JsonNode output, String name) {
        if (renamed.containsKey(name)) {
            return output.path(renamed.get(name));
        }
        if (output.has(name)) {
            return output.get(name);
        }
        for (Map.Entry<String, JsonNode> member : output.properties()) {
            if (member.getKey().equalsIgnoreCase(name)) {
                return member.getValue();
            }
        }
        return MissingNode.getInstance();
    }

    private Optional<JsonNode> projected(PropertyType type, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return switch (schema.resolved(type)) {
            case Structure structure -> structure(structure, document(value));
            case MapOf(PropertyType element) -> map(element, document(value));
            case ListOf(PropertyType element) -> list(element, value);
            case Scalar _ -> value.isValueNode() ? Optional.of(value) : Optional.empty();
            case Either(List<PropertyType> alternatives) ->
                    alternatives.stream()
                            .map(alternative -> projected(alternative, value))
                            .flatMap(Optional::stream)
                            .findFirst();
            case Any _ -> Optional.of(document(value));
            case Reference _ -> Optional.empty();
        };
    }

    private Optional<JsonNode> structure(Structure structure, JsonNode value) {
        if (!value.isObject()) {
            return Optional.empty();
        }
        ObjectNode result = Target.input();
        structure
                .properties()
                .forEach(
                        (name, type) ->
                                projected(type, member(value, name))
                                        .ifPresent(inner -> result.set(name, inner)));
        return result.isEmpty() ? Optional.empty() : Optional.of(result);
    }

    private Optional<JsonNode> map(PropertyType element, JsonNode value) {
        if (!value.isObject() || value.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode result = Target.input();
        value.properties()
                .forEach(
                        each ->
                                projected(element, each.getValue())
                                        .ifPresent(inner -> result.set(each.getKey(), inner)));
        return Optional.of(result);
    }

    private Optional<JsonNode> list(PropertyType element, JsonNode value) {
        ArrayNode result = Target.input().arrayNode();
        if (value.isObject() && isTag(element)) {
            value.properties()
                    .forEach(
                            tag ->
                                    result.addObject()
                                            .put("Key", tag.getKey())
                                            .set("Value", tag.getValue()));
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                // A layer of a function is told with more than its ARN.
                boolean named = schema.resolved(element) instanceof Scalar && item.has("Arn");
                projected(element, named ? item.get("Arn") : item).ifPresent(result::add);
            }
        }
        return result.isEmpty() ? Optional.empty() : Optional.of(result);
    }

    private boolean isTag(PropertyType element) {
        return schema.resolved(element) instanceof Structure structure
                && structure.properties().keySet().containsAll(List.of("Key", "Value"));
    }

    /** What is written as the text of a document, be that encoded as IAM does, is one. */
    private static JsonNode document(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        String text = value.asText();
        try {
            String plain =
                    text.startsWith("%7B") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
            return plain.startsWith("{") ? JSON.readTree(plain) : value;
        } catch (JsonProcessingException | IllegalArgumentException none) {
            return value;
        }
    }
}
