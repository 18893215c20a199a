package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.sam.python.PythonDict;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import dev.gatehouse.cloudformation.template.Intrinsics;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SAM asks of a value, and the calls of intrinsic functions that it makes. */
public final class Values {
    private static final String IF = "Fn::If";
    private static final Pattern DYNAMIC =
            Pattern.compile(
                    "\\{\\{resolve:(ssm|ssm-secure|secretsmanager):[a-zA-Z0-9_.\\-/]+(:\\d+)?}}");

    private Values() {}

    /** Whether there is a value other than false, zero and nothing: Python's idea of truth. */
    public static boolean isTrue(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return false;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isNumber()
                ? value.asDouble() != 0
                : !(value.isTextual() ? value.asText().isEmpty() : value.isEmpty());
    }

    /** Whether a value is a call of an intrinsic function. */
    public static boolean isCall(JsonNode value) {
        return value instanceof ObjectNode object
                && (Intrinsics.isCall(object) || (object.size() == 1 && object.has("Condition")));
    }

    /** Whether a value is a choice between two by a condition. */
    public static boolean isChoice(JsonNode value) {
        return value.isObject() && value.size() == 1 && value.has(IF);
    }

    /** Whether a value is {@code AWS::NoValue}. */
    public static boolean isNoValue(JsonNode value) {
        return value.size() == 1 && value.path("Ref").asText().equals("AWS::NoValue");
    }

    /** Whether a text is a reference that CloudFormation resolves by a call of another service. */
    public static boolean isDynamicReference(JsonNode value) {
        return value.isTextual() && DYNAMIC.matcher(value.asText()).find();
    }

    /** The sides of a choice that are something, or the value itself. */
    public static List<JsonNode> sides(JsonNode value) {
        if (!(value instanceof ObjectNode object) || !object.has(IF)) {
            return List.of(value);
        }
        if (!object.get(IF).isArray()) {
            throw SamErrors.template("Value of Fn::If must be a list.");
        }
        List<JsonNode> sides = new ArrayList<>();
        for (int index = 1; index < object.get(IF).size(); index++) {
            JsonNode side = object.get(IF).get(index);
            if (!isNoValue(side)) {
                sides.add(side);
            }
        }
        return sides;
    }

    /** A value that is there under a condition only. */
    public static PythonDict onlyIf(JsonNode condition, JsonNode value) {
        return choice(condition, value, noValue());
    }

    /** One of two values. */
    public static PythonDict choice(JsonNode condition, JsonNode value, JsonNode otherwise) {
        return PythonDict.call(IF, Json.list().add(condition).add(value).add(otherwise));
    }

    /** {@code AWS::NoValue}. */
    static PythonDict noValue() {
        return ref("AWS::NoValue");
    }

    /** A reference as SAM writes it. */
    public static PythonDict ref(String id) {
        return PythonDict.call("Ref", PythonText.literal(id));
    }

    /** An attribute of a resource as SAM writes it. */
    public static PythonDict attribute(String id, String name) {
        ArrayNode arguments = Json.list().add(PythonText.literal(id)).add(PythonText.literal(name));
        return PythonDict.call("Fn::GetAtt", arguments);
    }

    /** A substitution as SAM writes it. */
    public static PythonDict sub(String text) {
        return PythonDict.call("Fn::Sub", PythonText.literal(text));
    }

    /** A substitution with one variable of its own. */
    public static PythonDict sub(String text, String variable, JsonNode value) {
        return sub(text, PythonDict.ordered().own(variable, value));
    }

    /** A substitution with variables of its own. */
    public static PythonDict sub(String text, ObjectNode variables) {
        return PythonDict.call("Fn::Sub", Json.list().add(PythonText.literal(text)).add(variables));
    }

    /** The logical id that a reference or an attribute names; null for anything else. */
    public static @Nullable String referred(JsonNode value) {
        if (!isCall(value)) {
            return null;
        }
        if (value.path("Ref").isTextual()) {
            return value.get("Ref").asText();
        }
        JsonNode attribute = value.path("Fn::GetAtt");
        if (attribute.isArray() && attribute.size() == 2 && attribute.get(0).isTextual()) {
            return attribute.get(0).asText();
        }
        String[] parts = attribute.asText().split("\\.", -1);
        return attribute.isTextual() && parts.length == 2 ? parts[0] : null;
    }

    /** A list, or the one value as a list of one. */
    public static ArrayNode list(JsonNode value) {
        return value instanceof ArrayNode array ? array : Json.list().add(value);
    }

    /** Whether a list holds a value. */
    static boolean contains(ArrayNode list, JsonNode value) {
        return list.valueStream().anyMatch(value::equals);
    }

    /** Adds a value that a list does not hold yet. */
    public static void addUnique(ArrayNode list, JsonNode value) {
        if (!contains(list, value)) {
            list.add(value);
        }
    }
}
