package dev.gatehouse.cloudformation.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.PropertyPaths;
import dev.gatehouse.cloudformation.schema.PropertyType;
import dev.gatehouse.cloudformation.schema.ResourceSchema;
import dev.gatehouse.kernel.SystemTags;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where resources of a type have their tags.
 *
 * @param name the property
 * @param isList whether they are a list of pairs, and not a map
 */
public record TagProperty(String name, boolean isList) {
    private static final List<String> NAMES = List.of("Tags", "UserPoolTags", "IdentityPoolTags");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Of a type; empty where tags cannot be given, or not be changed. */
    public static Optional<TagProperty> of(String type) {
        Optional<ResourceSchema> schema = ResourceTypes.schema(type);
        if (schema.isEmpty() || !ResourceTypes.isKnown(type)) {
            return Optional.empty();
        }
        return NAMES.stream()
                .filter(schema.get().properties().properties()::containsKey)
                .findFirst()
                .flatMap(name -> shaped(schema.get(), name))
                .filter(tags -> tags.isTaken(type));
    }

    /**
     * @throws dev.gatehouse.kernel.ServiceException where properties have tags of the system
     */
    public void requireUserDefined(ObjectNode properties) {
        JsonNode tags = properties.path(name);
        boolean system =
                isList
                        ? tags.valueStream()
                                .anyMatch(tag -> SystemTags.isSystem(tag.path("Key").asText()))
                        : tags.propertyStream().anyMatch(tag -> SystemTags.isSystem(tag.getKey()));
        if (system) {
            throw SystemTags.rejection();
        }
    }

    private static Optional<TagProperty> shaped(ResourceSchema schema, String name) {
        PropertyType type = schema.properties().properties().get(name);
        if (type == null) {
            return Optional.empty();
        }
        return switch (schema.resolved(type)) {
            case PropertyType.ListOf _ -> Optional.of(new TagProperty(name, true));
            case PropertyType.MapOf _, PropertyType.Any _ ->
                    Optional.of(new TagProperty(name, false));
            case PropertyType.Scalar _, PropertyType.Structure _ -> Optional.empty();
            case PropertyType.Either _, PropertyType.Reference _ -> Optional.empty();
        };
    }

    private boolean isTaken(String type) {
        ObjectNode alone = JSON.objectNode();
        if (isList) {
            alone.putArray(name).addObject().put("Key", "key").put("Value", "value");
        } else {
            alone.putObject(name).put("key", "value");
        }
        Set<String> known = ResourceTypes.named(type).properties();
        return new PropertyPaths(known).unknown(alone).isEmpty()
                && !ResourceTypes.replacing(type).contains(name);
    }
}
