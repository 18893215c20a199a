package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the names a tree refers to: through Ref, Fn::GetAtt and Fn::Sub, and by Fn::If. */
public final class References {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!{}.]+)(?:\\.[^{}]*)?}");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\$\\{([^!{}.]+)\\.([^{}]*)}");
    private static final String IF = "Fn::If";

    private References() {}

    /**
     * Every name referred to: resources, parameters and pseudo parameters alike.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError naming a function that there is
     *     not
     */
    public static Set<String> in(JsonNode tree) {
        Set<String> names = new TreeSet<>();
        collect(tree, names);
        return names;
    }

    /** Every condition that an {@code Fn::If} chooses by. */
    public static Set<String> choicesIn(JsonNode tree) {
        Set<String> names = new TreeSet<>();
        collectChoices(tree, names);
        return names;
    }

    /** An attribute of a resource that is referred to. */
    public record Attribute(String logicalId, String name) {}

    /** Every attribute that an {@code Fn::GetAtt} or a variable of {@code Fn::Sub} names. */
    public static Set<Attribute> attributesIn(JsonNode tree) {
        Set<Attribute> attributes = new LinkedHashSet<>();
        collectAttributes(tree, attributes);
        return attributes;
    }

    private static void collectAttributes(JsonNode node, Set<Attribute> attributes) {
        JsonNode named = node.path("Fn::GetAtt");
        if (node.size() == 1 && named.path(0).isTextual() && named.path(1).isTextual()) {
            attributes.add(new Attribute(named.path(0).asText(), named.path(1).asText()));
        }
        JsonNode substituted = node.path("Fn::Sub");
        JsonNode own = substituted.path(1);
        Matcher variable =
                ATTRIBUTE.matcher(
                        substituted.isArray()
                                ? substituted.path(0).asText()
                                : substituted.asText());
        while (variable.find()) {
            if (!own.has(variable.group(1) + "." + variable.group(2))) {
                attributes.add(new Attribute(variable.group(1).strip(), variable.group(2).strip()));
            }
        }
        node.forEach(child -> collectAttributes(child, attributes));
    }

    private static void collectChoices(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object && Intrinsics.isCall(object) && node.has(IF)) {
            names.add(node.path(IF).path(0).asText());
        }
        node.forEach(child -> collectChoices(child, names));
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node instanceof ObjectNode object && Intrinsics.isCall(object)) {
            String function = object.fieldNames().next();
            JsonNode argument = object.get(function);
            switch (function) {
                case "Ref" -> names.add(argument.asText());
                case "Fn::GetAtt" -> attribute(argument, names);
                case "Fn::Sub" -> substituted(argument, names);
                default -> {
                    Intrinsics.requireKnown(function);
                    collect(argument, names);
                }
            }
            return;
        }
        node.forEach(child -> collect(child, names));
    }

    private static void attribute(JsonNode argument, Set<String> names) {
        JsonNode attribute = argument.path(1);
        if (argument.size() != 2
                || argument.path(0).asText().isEmpty()
                || (attribute.isValueNode() && attribute.asText().isEmpty())) {
            throw TemplateErrors.of(
                    "Template error: every Fn::GetAtt object requires two non-empty parameters,"
                            + " the resource name and the resource attribute");
        }
        names.add(argument.path(0).asText());
        collect(attribute, names);
    }

    private static void substituted(JsonNode argument, Set<String> names) {
        JsonNode own = argument.path(1);
        String text = argument.isArray() ? argument.path(0).asText() : argument.asText();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(1).strip();
            if (!own.has(name)) {
                names.add(name);
            }
        }
        collect(own, names);
    }
}
