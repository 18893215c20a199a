package dev.gatehouse.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.schema.PropertyType.Any;
import dev.gatehouse.cloudformation.schema.PropertyType.Either;
import dev.gatehouse.cloudformation.schema.PropertyType.ListOf;
import dev.gatehouse.cloudformation.schema.PropertyType.MapOf;
import dev.gatehouse.cloudformation.schema.PropertyType.Reference;
import dev.gatehouse.cloudformation.schema.PropertyType.Scalar;
import dev.gatehouse.cloudformation.schema.PropertyType.Structure;
import dev.gatehouse.cloudformation.template.Intrinsics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges the properties of one resource by its type's schema, in the words of CloudFormation's own
 * validation ("Properties validation failed for resource …"). What an intrinsic function gives is
 * not known yet and counts as right; of a choice both sides are judged.
 */
public final class SchemaCheck {
    private static final String CHOICE = "Fn::If";

    private final ResourceSchema schema;
    private final List<String> violations = new ArrayList<>();
    private final Set<String> unknown = new HashSet<>();

    private SchemaCheck(ResourceSchema schema) {
        this.schema = schema;
    }

    /** Judges properties as they are written. */
    public static SchemaCheck of(ResourceSchema schema, ObjectNode declared) {
        SchemaCheck check = new SchemaCheck(schema);
        check.structure(new Place("#", ""), schema.properties(), declared);
        return check;
    }

    /** What is wrong, each with its place: {@code #/Code: extraneous key [X] is not permitted}. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Whether AWS knows a property, by its path with dots. */
    public boolean knows(String path) {
        return !unknown.contains(path);
    }

    /**
     * Where a value stands.
     *
     * @param pointer for messages, with the positions in lists
     * @param path as {@link ResourceSchema} has it
     */
    private record Place(String pointer, String path) {
        Place member(String name) {
            return new Place(pointer + "/" + name, path.isEmpty() ? name : path + "." + name);
        }

        Place element(String index) {
            return new Place(pointer + "/" + index, path);
        }
    }

    private void check(Place place, PropertyType type, JsonNode value) {
        if (value instanceof ObjectNode object && Intrinsics.isCall(object)) {
            JsonNode sides = object.path(CHOICE);
            if (sides.size() == 3) {
                check(place, type, sides.get(1));
                check(place, type, sides.get(2));
            }
            return;
        }
        switch (schema.resolved(type)) {
            case Structure structure when value instanceof ObjectNode object ->
                    structure(place, structure, object);
            case MapOf(PropertyType element) when value.isObject() ->
                    value.properties()
                            .forEach(e -> check(place.element(e.getKey()), element, e.getValue()));
            case ListOf(PropertyType element) when value.isArray() -> {
                for (int index = 0; index < value.size(); index++) {
                    check(place.element(String.valueOf(index)), element, value.get(index));
                }
            }
            case Structure _, MapOf _ -> mismatch(place, "JSONObject", value);
            case ListOf _ -> mismatch(place, "JSONArray", value);
            case Scalar(Scalar.Kind kind) -> scalar(place, kind, value);
            case Either(List<PropertyType> alternatives) -> either(place, alternatives, value);
            case Reference _, Any _ -> {}
        }
    }

    private void structure(Place place, Structure structure, ObjectNode declared) {
        for (String name : structure.required().stream().sorted().toList()) {
            if (!declared.has(name)) {
                add(place, "required key [" + name + "] not found");
            }
        }
        for (Map.Entry<String, JsonNode> member : declared.properties()) {
            Place inner = place.member(member.getKey());
            PropertyType type = structure.properties().get(member.getKey());
            if (type == null || schema.readOnly().contains(inner.path())) {
                unknown.add(inner.path());
                add(place, "extraneous key [" + member.getKey() + "] is not permitted");
            } else {
                check(inner, type, member.getValue());
            }
        }
    }

    private void scalar(Place place, Scalar.Kind kind, JsonNode value) {
        boolean fits =
                value.isValueNode()
                        && switch (kind) {
                            case STRING -> true;
                            case BOOLEAN -> value.asText().matches("(?i)true|false");
                            case INTEGER, NUMBER -> isNumber(value);
                        };
        if (!fits) {
            mismatch(place, kind.word(), value);
        }
    }

    private static boolean isNumber(JsonNode value) {
        try {
            return value.isNumber() || new BigDecimal(value.asText()).scale() <= Short.MAX_VALUE;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /** Of several types the one that fits best speaks: the first of the value's own form. */
    private void either(Place place, List<PropertyType> alternatives, JsonNode value) {
        SchemaCheck best = null;
        for (PropertyType alternative : alternatives) {
            SchemaCheck attempt = new SchemaCheck(schema);
            attempt.check(place, alternative, value);
            if (attempt.violations.isEmpty()) {
                return;
            }
            if (best == null || hasForm(alternative, value)) {
                best = attempt;
            }
        }
        if (best != null) {
            violations.addAll(best.violations);
            unknown.addAll(best.unknown);
        }
    }

    private boolean hasForm(PropertyType type, JsonNode value) {
        return switch (schema.resolved(type)) {
            case Structure _, MapOf _ -> value.isObject();
            case ListOf _ -> value.isArray();
            case Scalar _ -> value.isValueNode();
            case Either _, Reference _, Any _ -> false;
        };
    }

    private void mismatch(Place place, String expected, JsonNode found) {
        add(place, "expected type: " + expected + ", found: " + word(found));
    }

    private static String word(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "JSONObject";
            case ARRAY -> "JSONArray";
            case BOOLEAN -> "Boolean";
            case NUMBER -> value.isIntegralNumber() ? "Integer" : "BigDecimal";
            case NULL, MISSING -> "Null";
            case STRING, BINARY -> "String";
        };
    }

    private void add(Place place, String words) {
        violations.add(place.pointer() + ": " + words);
    }
}
