package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.cloudformation.sam.python.PythonText;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of a template's parameters as far as the transform looks at them. */
public final class ParameterValues {
    /** The most that a text may become: as much as a template may have. */
    private static final int LONGEST = 1 << 20;

    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)}");

    private final Map<String, JsonNode> values = new HashMap<>();

    /**
     * @param declared the Parameters section, whose defaults count where nothing is given
     * @param region of the stack; null when it is not known
     */
    public ParameterValues(JsonNode declared, Map<String, String> given, @Nullable String region) {
        declared.properties()
                .forEach(
                        parameter -> {
                            JsonNode fallback = parameter.getValue().path("Default");
                            if (!fallback.isMissingNode()) {
                                values.put(parameter.getKey(), fallback);
                            }
                        });
        given.forEach((name, value) -> values.put(name, new TextNode(value)));
        if (region != null) {
            values.put("AWS::Region", PythonText.literal(region));
            values.put("AWS::Partition", PythonText.literal(partition(region)));
        }
    }

    /** The partition that the stack is in. */
    public String partition() {
        JsonNode known = values.get("AWS::Partition");
        return known == null ? "aws" : known.asText();
    }

    /** A tree in which references to parameters are their values; the tree itself stays. */
    public JsonNode in(JsonNode tree) {
        return tree.isContainerNode() ? resolved(tree.deepCopy()) : tree;
    }

    private JsonNode resolved(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            if (object.size() == 1 && object.path("Ref").isTextual()) {
                return values.getOrDefault(object.get("Ref").asText(), tree);
            }
            if (object.size() == 1 && object.has("Fn::Sub")) {
                substitute(object);
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                object.set(member.getKey(), resolved(member.getValue()));
            }
        } else if (tree instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                array.set(index, resolved(array.get(index)));
            }
        }
        return tree;
    }

    private void substitute(ObjectNode call) {
        JsonNode argument = call.get("Fn::Sub");
        if (argument.isTextual()) {
            call.set("Fn::Sub", substituted(argument));
        } else if (argument instanceof ArrayNode list && list.path(0).isTextual()) {
            list.set(0, substituted(list.get(0)));
        }
    }

    private JsonNode substituted(JsonNode text) {
        StringBuilder result = new StringBuilder();
        Matcher variable = VARIABLE.matcher(text.asText());
        while (variable.find()) {
            String value = value(variable.group(1), variable.group());
            if (result.length() + value.length() > LONGEST) {
                throw SamErrors.template(
                        "Fn::Sub makes a text of more than " + LONGEST + " characters.");
            }
            variable.appendReplacement(result, Matcher.quoteReplacement(value));
        }
        return PythonText.like(text, variable.appendTail(result).toString());
    }

    private String value(String name, String otherwise) {
        JsonNode value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isTextual()) {
            throw SamErrors.template(
                    "Invalid Fn::Sub variable value "
                            + PythonText.of(value)
                            + ". Fn::Sub expects all variables to be strings.");
        }
        return value.asText();
    }

    private static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov") ? "aws-us-gov" : "aws";
    }
}
