package dev.gatehouse.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.schema.PropertyType.Any;
import dev.gatehouse.cloudformation.schema.PropertyType.Either;
import dev.gatehouse.cloudformation.schema.PropertyType.ListOf;
import dev.gatehouse.cloudformation.schema.PropertyType.MapOf;
import dev.gatehouse.cloudformation.schema.PropertyType.Reference;
import dev.gatehouse.cloudformation.schema.PropertyType.Scalar;
import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Every property of a schema, nested ones included, each with two values to tell apart. */
public final class SchemaExamples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ResourceSchema schema;
    private final List<Example> examples = new ArrayList<>();
    private final Set<String> within = new HashSet<>();

    private SchemaExamples(ResourceSchema schema) {
        this.schema = schema;
    }

    /**
     * Properties that hold nothing but one property and what is required beside it.
     *
     * @param path the property
     * @param one with one value of it
     * @param other with another
     */
    public record Example(String path, ObjectNode one, ObjectNode other) {
        @Override
        public String toString() {
            return path;
        }
    }

    /** Examples of all properties. */
    public static List<Example> of(ResourceSchema schema) {
        SchemaExamples walk = new SchemaExamples(schema);
        walk.structure("", schema.properties(), whole -> (ObjectNode) whole);
        return walk.examples;
    }

    /** Examples of all properties of a definition. */
    public static List<Example> of(ResourceSchema schema, String definition) {
        SchemaExamples walk = new SchemaExamples(schema);
        Structure structure = (Structure) schema.resolved(new Reference(definition));
        walk.structure("", structure, whole -> (ObjectNode) whole);
        return walk.examples;
    }

    private void structure(String path, Structure structure, Function<JsonNode, ObjectNode> whole) {
        structure.properties().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        property -> {
                            String name = property.getKey();
                            type(
                                    path.isEmpty() ? name : path + "." + name,
                                    property.getValue(),
                                    value -> whole.apply(required(structure).set(name, value)));
                        });
    }

    private void type(String path, PropertyType type, Function<JsonNode, ObjectNode> whole) {
        if (type instanceof Reference(String definition)) {
            if (within.add(definition)) {
                type(path, schema.resolved(type), whole);
                within.remove(definition);
            }
            return;
        }
        switch (type) {
            case Structure structure -> structure(path, structure, whole);
            case ListOf(PropertyType element) ->
                    type(path, element, value -> whole.apply(JSON.arrayNode().add(value)));
            case MapOf(PropertyType element) ->
                    type(path, element, value -> whole.apply(JSON.objectNode().set("key", value)));
            case Either(List<PropertyType> alternatives) ->
                    alternatives.stream()
                            .filter(alternative -> !isIntrinsic(alternative))
                            .forEach(alternative -> type(path, alternative, whole));
            case Scalar(Scalar.Kind kind) -> add(path, whole, value(kind, "1"), value(kind, "2"));
            case Any _ -> add(path, whole, JSON.textNode("heard1"), JSON.textNode("heard2"));
            case Reference _ -> throw new AssertionError(path);
        }
    }

    /** Where SAM takes an object of any kind or something else, the object is a function's call. */
    private boolean isIntrinsic(PropertyType alternative) {
        return schema.type().startsWith("AWS::Serverless::")
                && alternative.equals(new MapOf(new Any()));
    }

    private void add(
            String path, Function<JsonNode, ObjectNode> whole, JsonNode one, JsonNode other) {
        examples.add(new Example(path, whole.apply(one), whole.apply(other)));
    }

    private static JsonNode value(Scalar.Kind kind, String which) {
        return switch (kind) {
            case STRING -> JSON.textNode("heard" + which);
            case INTEGER, NUMBER -> JSON.numberNode(70_000 + Integer.parseInt(which));
            case BOOLEAN -> JSON.booleanNode(which.equals("1"));
        };
    }

    private ObjectNode required(Structure structure) {
        ObjectNode object = JSON.objectNode();
        for (String name : structure.required()) {
            object.set(name, sample(structure.properties().getOrDefault(name, new Any())));
        }
        return object;
    }

    private JsonNode sample(PropertyType type) {
        return switch (schema.resolved(type)) {
            case Structure structure -> required(structure);
            case ListOf _ -> JSON.arrayNode();
            case MapOf _ -> JSON.objectNode();
            case Either(List<PropertyType> alternatives) ->
                    sample(
                            alternatives.stream()
                                    .filter(alternative -> !isIntrinsic(alternative))
                                    .findFirst()
                                    .orElse(alternatives.getFirst()));
            case Scalar(Scalar.Kind kind) -> value(kind, "0");
            case Any _, Reference _ -> JSON.textNode("any");
        };
    }
}
