package dev.gatehouse.cloudformation.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.PropertyPaths;
import dev.gatehouse.cloudformation.schema.PropertyType;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import dev.gatehouse.cloudformation.type.ResourceTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stack's tags are those of its resources too, where their types have tags; what a resource says
 * itself counts more (CloudFormation User Guide, "Resource tags").
 */
final class StackTags {
    private static final List<String> NAMES = List.of("Tags", "UserPoolTags", "IdentityPoolTags");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** In the order of their keys, so that the same tags are the same properties. */
    private final Map<String, String> tags;

    StackTags(Map<String, String> tags) {
        this.tags = new TreeMap<>(tags);
    }

    /** A resource with the stack's tags beside its own; as it is where a function gives those. */
    ResourceDeclaration on(ResourceDeclaration declared) {
        Optional<ResourceSchema> schema = ResourceTypes.schema(declared.type());
        if (tags.isEmpty() || schema.isEmpty() || !ResourceTypes.isKnown(declared.type())) {
            return declared;
        }
        for (String name : NAMES) {
            PropertyType type = schema.get().properties().properties().get(name);
            if (type != null) {
                JsonNode own = declared.properties().path(name);
                JsonNode whole = with(schema.get().resolved(type), own);
                ObjectNode properties = declared.properties().deepCopy();
                properties.set(name, whole);
                return whole.equals(own) || !isTaken(declared.type(), name, whole)
                        ? declared
                        : declared.with(declared.type(), properties);
            }
        }
        return declared;
    }

    /** A type whose tags cannot be given, or not be changed, has none of the stack's. */
    private static boolean isTaken(String type, String name, JsonNode whole) {
        ObjectNode alone = JSON.objectNode().set(name, whole);
        Set<String> known = ResourceTypes.named(type).properties();
        return new PropertyPaths(known).unknown(alone).isEmpty()
                && !ResourceTypes.replacing(type).contains(name);
    }

    private JsonNode with(PropertyType type, JsonNode own) {
        if (own instanceof ObjectNode object && Intrinsics.isCall(object)) {
            return own;
        }
        return switch (type) {
            case PropertyType.ListOf _ -> own.isMissingNode() || own.isArray() ? list(own) : own;
            case PropertyType.MapOf _, PropertyType.Any _ ->
                    own.isMissingNode() || own.isObject() ? map(own) : own;
            case PropertyType.Scalar _, PropertyType.Structure _, PropertyType.Either _ -> own;
            case PropertyType.Reference _ -> own;
        };
    }

    private JsonNode list(JsonNode own) {
        ArrayNode whole = JSON.arrayNode();
        Set<String> given = new HashSet<>();
        own.forEach(
                tag -> {
                    whole.add(tag);
                    given.add(tag.path("Key").asText());
                });
        tags.forEach(
                (key, value) -> {
                    if (!given.contains(key)) {
                        whole.addObject().put("Key", key).put("Value", value);
                    }
                });
        return whole;
    }

    private JsonNode map(JsonNode own) {
        ObjectNode whole = JSON.objectNode();
        own.properties().forEach(tag -> whole.set(tag.getKey(), tag.getValue()));
        tags.forEach(
                (key, value) -> {
                    if (!whole.has(key)) {
                        whole.put(key, value);
                    }
                });
        return whole;
    }
}
