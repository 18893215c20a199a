package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives a template's parameters their values and checks them against their declarations. */
public final class Parameters {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TYPES =
            Set.of("String", "Number", "CommaDelimitedList", "List<Number>");

    private Parameters() {}

    /**
     * @param declared the Parameters section
     * @param given values by name
     * @return the value of every declared parameter, as {@code Ref} gives it
     */
    public static Map<String, JsonNode> resolve(ObjectNode declared, Map<String, String> given) {
        for (String name : given.keySet()) {
            if (!declared.has(name)) {
                throw Refusal.of("Parameters: [%s] do not exist in the template", name);
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            String name = entry.getKey();
            JsonNode value = JSON.textNode(given.get(name));
            JsonNode fallback = entry.getValue().path("Default");
            if (given.containsKey(name)) {
                values.put(name, typed(name, entry.getValue(), value.asText()));
            } else if (!fallback.isMissingNode()) {
                values.put(name, typed(name, entry.getValue(), fallback.asText()));
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.of("Parameters: %s must have values", missing);
        }
        return values;
    }

    private static JsonNode typed(String name, JsonNode declaration, String value) {
        String type = declaration.path("Type").asText();
        if (!TYPES.contains(type)) {
            throw Refusal.of("Parameter %s has the type %s, which is not supported", name, type);
        }
        check(name, declaration, type, value);
        if (!type.equals("CommaDelimitedList") && !type.equals("List<Number>")) {
            return JSON.textNode(value);
        }
        ArrayNode list = JSON.arrayNode();
        for (String item : value.split(",", -1)) {
            list.add(item.strip());
        }
        return list;
    }

    private static void check(String name, JsonNode declaration, String type, String value) {
        JsonNode allowed = declaration.path("AllowedValues");
        if (allowed.isArray()
                && allowed.valueStream().noneMatch(one -> one.asText().equals(value))) {
            throw Refusal.of("Parameter '%s' must be one of AllowedValues", name);
        }
        JsonNode pattern = declaration.path("AllowedPattern");
        if (pattern.isTextual() && !value.matches(pattern.asText())) {
            throw Refusal.of("Parameter '%s' must match pattern %s", name, pattern.asText());
        }
        if (type.equals("Number")) {
            checkNumber(name, declaration, value);
        }
        int length = value.length();
        if (length < declaration.path("MinLength").asInt(0)
                || length > declaration.path("MaxLength").asInt(Integer.MAX_VALUE)) {
            throw Refusal.of("Parameter '%s' has a length outside its bounds", name);
        }
    }

    private static void checkNumber(String name, JsonNode declaration, String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException problem) {
            throw Refusal.of("Parameter '%s' must be a number.", name);
        }
        if (number < declaration.path("MinValue").asDouble(Double.NEGATIVE_INFINITY)
                || number > declaration.path("MaxValue").asDouble(Double.POSITIVE_INFINITY)) {
            throw Refusal.of("Parameter '%s' is outside MinValue and MaxValue", name);
        }
    }
}
