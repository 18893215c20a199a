package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import dev.gatehouse.cloudformation.template.ResourceDeclaration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a template calls resources that the transform makes, such as {@code Api.Stage} ("Generated
 * CloudFormation resources for AWS SAM", references), and their logical ids.
 */
final class GeneratedNames {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!{}]+)}");

    private final Map<String, String> ids = new HashMap<>();

    /**
     * @param name of a resource of the template that has another logical id, or with a dot what was
     *     made for one
     */
    void put(String name, String logicalId) {
        ids.put(name, logicalId);
    }

    /** A resource that depends on, and refers to, what there is. */
    ResourceDeclaration resolved(ResourceDeclaration resource) {
        return new ResourceDeclaration(
                resource.logicalId(),
                resource.type(),
                (ObjectNode) resolved(resource.properties()),
                resource.dependsOn().stream().map(id -> ids.getOrDefault(id, id)).toList(),
                resource.condition(),
                resource.retention());
    }

    /** A tree whose references name what there is. */
    JsonNode resolved(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> {
                ArrayNode list = Json.list();
                array.forEach(item -> list.add(resolved(item)));
                yield list;
            }
            default -> tree;
        };
    }

    private JsonNode object(ObjectNode object) {
        ObjectNode resolved = Json.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = resolved(member.getValue());
            resolved.set(
                    member.getKey(),
                    object.size() > 1
                            ? value
                            : switch (member.getKey()) {
                                case "Ref" -> ref(value);
                                case "Fn::GetAtt" -> attribute(value);
                                case "Fn::Sub" -> substitution(value);
                                default -> value;
                            });
        }
        return resolved;
    }

    private JsonNode ref(JsonNode name) {
        String id = ids.get(name.asText());
        return id == null ? name : Json.text(id);
    }

    /** A name may be parted after its first half: {@code [Function, Alias.Arn]}. */
    private JsonNode attribute(JsonNode given) {
        String name = given.path(0).asText() + "." + given.path(1).asText();
        String[] found = substitute(name).split("\\.", 2);
        return found.length < 2 || name.equals(String.join(".", found))
                ? given
                : Json.list().add(found[0]).add(found[1]);
    }

    private JsonNode substitution(JsonNode given) {
        if (given.isArray() && !given.isEmpty()) {
            ArrayNode list = given.deepCopy();
            list.set(0, Json.text(substituted(given.get(0).asText())));
            return list;
        }
        return given.isTextual() ? Json.text(substituted(given.asText())) : given;
    }

    private String substituted(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        variable -> {
                            String name = variable.group(1).strip();
                            String found = substitute(name);
                            return Matcher.quoteReplacement(
                                    found.equals(name) ? variable.group() : "${" + found + "}");
                        });
    }

    /** The name of a resource, with an attribute or without: {@code Function.Alias.Arn}. */
    private String substitute(String name) {
        String[] parts = name.split("\\.", 3);
        String made = parts.length > 1 ? ids.get(parts[0] + "." + parts[1]) : null;
        if (made != null) {
            return made + (parts.length > 2 ? "." + parts[2] : "");
        }
        String renamed = ids.get(parts[0]);
        return renamed == null ? name : renamed + name.substring(parts[0].length());
    }
}
