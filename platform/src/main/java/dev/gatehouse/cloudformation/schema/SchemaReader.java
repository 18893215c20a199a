package dev.gatehouse.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.cloudformation.schema.PropertyType.Any;
import dev.gatehouse.cloudformation.schema.PropertyType.Either;
import dev.gatehouse.cloudformation.schema.PropertyType.ListOf;
import dev.gatehouse.cloudformation.schema.PropertyType.MapOf;
import dev.gatehouse.cloudformation.schema.PropertyType.Reference;
import dev.gatehouse.cloudformation.schema.PropertyType.Scalar;
import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the compact form in which {@code tools/ImportResourceTypes.java} keeps schemas. */
final class SchemaReader {
    private SchemaReader() {}

    static ResourceSchema schema(String type, JsonNode facts) {
        return new ResourceSchema(
                type,
                texts(facts.path("identifier")),
                Set.copyOf(texts(facts.path("createOnly"))),
                Set.copyOf(texts(facts.path("readOnly"))),
                structure(facts),
                types(facts.path("definitions")));
    }

    private static Structure structure(JsonNode facts) {
        return new Structure(
                types(facts.path("properties")), Set.copyOf(texts(facts.path("required"))));
    }

    private static Map<String, PropertyType> types(JsonNode named) {
        Map<String, PropertyType> types = new LinkedHashMap<>();
        named.properties().forEach(entry -> types.put(entry.getKey(), type(entry.getValue())));
        return types;
    }

    private static PropertyType type(JsonNode facts) {
        if (facts.isTextual()) {
            return named(facts.asText());
        }
        if (facts.isArray()) {
            return new ListOf(type(facts.path(0)));
        }
        if (facts.has("*")) {
            return new MapOf(type(facts.path("*")));
        }
        return facts.has("either")
                ? new Either(facts.path("either").valueStream().map(SchemaReader::type).toList())
                : structure(facts);
    }

    private static PropertyType named(String name) {
        return switch (name) {
            case "string" -> new Scalar(Scalar.Kind.STRING);
            case "integer" -> new Scalar(Scalar.Kind.INTEGER);
            case "number" -> new Scalar(Scalar.Kind.NUMBER);
            case "boolean" -> new Scalar(Scalar.Kind.BOOLEAN);
            case "object" -> new MapOf(new Any());
            case "any" -> new Any();
            default -> reference(name);
        };
    }

    private static Reference reference(String name) {
        if (!name.startsWith("#")) {
            throw new IllegalStateException("no type of a property: " + name);
        }
        return new Reference(name.substring(1));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).collect(Collectors.toList());
    }
}
