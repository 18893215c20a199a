package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives a template's parameters their values and checks them against their declarations. */
public final class Parameters {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> TYPES =
            Set.of("String", "Number", "CommaDelimitedList", "List<Number>");

    /** Names a parameter of Parameter Store, and stands for the name. */
    private static final String STORE_NAME = "AWS::SSM::Parameter::Name";

    /** Names a parameter of Parameter Store, and stands for its value. */
    private static final Map<String, String> STORE_VALUES =
            Map.of(
                    "AWS::SSM::Parameter::Value<String>", "String",
                    "AWS::SSM::Parameter::Value<CommaDelimitedList>", "CommaDelimitedList",
                    "AWS::SSM::Parameter::Value<List<String>>", "CommaDelimitedList");

    private Parameters() {}

    /**
     * @param declared the Parameters section
     * @param given values by name
     * @param fetched what Parameter Store has for those that name some of its parameters
     * @return the value of every declared parameter, as {@code Ref} gives it
     */
    public static Map<String, JsonNode> resolve(
            ObjectNode declared, Map<String, String> given, Map<String, String> fetched) {
        for (String name : given.keySet()) {
            if (!declared.has(name)) {
                throw TemplateErrors.of("Parameters: [%s] do not exist in the template", name);
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            String name = entry.getKey();
            JsonNode fallback = entry.getValue().path("Default");
            if (given.containsKey(name)) {
                String value = String.valueOf(given.get(name));
                values.put(name, typed(name, entry.getValue(), value, fetched.get(name)));
            } else if (!fallback.isMissingNode()) {
                String value = fallback.asText();
                values.put(name, typed(name, entry.getValue(), value, fetched.get(name)));
            } else {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw TemplateErrors.of("Parameters: %s must have values", missing);
        }
        return values;
    }

    /**
     * What a declared parameter names in Parameter Store.
     *
     * @param value whether it stands for the value, rather than the name
     */
    public record StoreReference(String name, boolean value) {}

    /**
     * What names parameters of Parameter Store, by the declared parameter that does.
     *
     * @param given values by name
     */
    public static Map<String, StoreReference> ofStore(
            ObjectNode declared, Map<String, String> given) {
        Map<String, StoreReference> names = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : declared.properties()) {
            String type = entry.getValue().path("Type").asText();
            String fallback = entry.getValue().path("Default").asText(null);
            String name = given.getOrDefault(entry.getKey(), fallback);
            if (name != null && (STORE_VALUES.containsKey(type) || type.equals(STORE_NAME))) {
                names.put(entry.getKey(), new StoreReference(name, !type.equals(STORE_NAME)));
            }
        }
        return names;
    }

    /**
     * @param fetched what Parameter Store has under the value; null when that is not known
     */
    private static JsonNode typed(
            String name, JsonNode declaration, String value, @Nullable String fetched) {
        String type = declaration.path("Type").asText();
        String kept = STORE_VALUES.get(type);
        if (kept != null || type.equals(STORE_NAME)) {
            check(name, declaration, "String", value);
            String known = type.equals(STORE_NAME) || fetched == null ? value : fetched;
            return "CommaDelimitedList".equals(kept) ? list(known) : JSON.textNode(known);
        }
        if (!TYPES.contains(type)) {
            throw TemplateErrors.of(
                    "Parameter %s has the type %s, which is not supported", name, type);
        }
        if (!type.equals("CommaDelimitedList") && !type.equals("List<Number>")) {
            check(name, declaration, type, value);
            return JSON.textNode(value);
        }
        ArrayNode list = list(value);
        for (JsonNode item : list) {
            check(name, declaration, type.equals("List<Number>") ? "Number" : type, item.asText());
        }
        return list;
    }

    /**
     * What {@code Ref} of a parameter gives as far as it is known without a stack.
     *
     * @param given its value; null when it has its default
     */
    static Optional<JsonNode> sketched(JsonNode declaration, @Nullable String given) {
        String value = given == null ? declaration.path("Default").asText(null) : given;
        if (value == null) {
            return Optional.empty();
        }
        String type = declaration.path("Type").asText();
        boolean many = type.equals("CommaDelimitedList") || type.equals("List<Number>");
        return STORE_VALUES.containsKey(type)
                ? Optional.empty()
                : Optional.of(many ? list(value) : JSON.textNode(value));
    }

    private static ArrayNode list(String value) {
        ArrayNode list = JSON.arrayNode();
        for (String item : value.split(",", -1)) {
            list.add(item.strip());
        }
        return list;
    }

    /** Checks one value, or one of a list, in the words of AWS or of the template's author. */
    private static void check(String name, JsonNode declaration, String type, String value) {
        String problem = problem(declaration, type, value);
        if (problem == null) {
            return;
        }
        JsonNode said = declaration.path("ConstraintDescription");
        throw said.isTextual()
                ? TemplateErrors.of(
                        "Parameter '%s' failed to satisfy constraint: %s", name, said.asText())
                : TemplateErrors.of("Parameter '%s' %s", name, problem);
    }

    private static @Nullable String problem(JsonNode declaration, String type, String value) {
        JsonNode allowed = declaration.path("AllowedValues");
        if (allowed.isArray()
                && allowed.valueStream().noneMatch(one -> one.asText().equals(value))) {
            return "must be one of AllowedValues";
        }
        JsonNode pattern = declaration.path("AllowedPattern");
        if (pattern.isTextual() && !value.matches(pattern.asText())) {
            return "must match pattern " + pattern.asText();
        }
        int least = declaration.path("MinLength").asInt(0);
        if (value.length() < least) {
            return "must contain at least " + least + " characters";
        }
        int most = declaration.path("MaxLength").asInt(Integer.MAX_VALUE);
        if (value.length() > most) {
            return "must contain at most " + most + " characters";
        }
        return type.equals("Number") ? numberProblem(declaration, value) : null;
    }

    private static @Nullable String numberProblem(JsonNode declaration, String value) {
        double number;
        try {
            number = Double.parseDouble(value);
        } catch (NumberFormatException problem) {
            return "must be a number.";
        }
        JsonNode least = declaration.path("MinValue");
        if (!least.isMissingNode() && number < least.asDouble()) {
            return "must be a number not less than " + least.asText();
        }
        JsonNode most = declaration.path("MaxValue");
        if (!most.isMissingNode() && number > most.asDouble()) {
            return "must be a number not greater than " + most.asText();
        }
        return null;
    }
}
