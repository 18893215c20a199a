package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a template's parameters as far as the transform looks at them. */
final class ParameterValues {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final Map<String, String> values = new HashMap<>();

    /**
     * @param declared the Parameters section, whose defaults count where nothing is given
     */
    ParameterValues(ObjectNode declared, Map<String, String> given) {
        declared.properties()
                .forEach(
                        parameter -> {
                            JsonNode fallback = parameter.getValue().path("Default");
                            if (!fallback.isMissingNode()) {
                                values.put(parameter.getKey(), fallback.asText());
                            }
                        });
        values.putAll(given);
    }

    /** A tree in which references to parameters are their values. */
    JsonNode in(JsonNode tree) {
        if (tree instanceof ArrayNode array) {
            ArrayNode list = Json.list();
            array.forEach(item -> list.add(in(item)));
            return list;
        }
        if (!(tree instanceof ObjectNode object)) {
            return tree;
        }
        String ref = object.size() == 1 ? values.get(object.path("Ref").asText()) : null;
        if (ref != null) {
            return Json.text(ref);
        }
        ObjectNode resolved = Json.object();
        object.properties().forEach(member -> resolved.set(member.getKey(), in(member.getValue())));
        if (resolved.size() == 1 && resolved.path("Fn::Sub").isTextual()) {
            resolved.put("Fn::Sub", substituted(resolved.get("Fn::Sub").asText()));
        }
        return resolved;
    }

    private String substituted(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        variable ->
                                Matcher.quoteReplacement(
                                        values.getOrDefault(variable.group(1), variable.group())));
    }
}
