package dev.gatehouse.cloudformation.sam.expansion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.template.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a template calls resources that the transform makes, such as {@code Api.Stage} ("Generated
 * CloudFormation resources for AWS SAM", references), and their logical ids.
 */
final class References {
    private static final String DEPENDS_ON = "DependsOn";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9.]+)}");

    private final Map<String, String> ids = new HashMap<>();

    /**
     * @param name of a resource of the template that has another logical id, or with a dot what was
     *     made for one
     */
    void put(String name, String logicalId) {
        ids.put(name, logicalId);
    }

    /** Has a tree refer to, and depend on, what there is. */
    void resolve(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            if (object.size() == 1) {
                call(object);
            }
            if (object.has(DEPENDS_ON)) {
                object.set(DEPENDS_ON, renamed(object.get(DEPENDS_ON)));
            }
        }
        tree.forEach(this::resolve);
    }

    private JsonNode renamed(JsonNode dependencies) {
        if (dependencies instanceof ArrayNode array) {
            ArrayNode list = Json.list();
            array.forEach(each -> list.add(renamed(each)));
            return list;
        }
        String id = ids.get(dependencies.asText());
        return id == null ? dependencies : Json.text(id);
    }

    private void call(ObjectNode call) {
        Map.Entry<String, JsonNode> member = call.properties().iterator().next();
        JsonNode value = member.getValue();
        switch (member.getKey()) {
            case "Ref" -> {
                String id = ids.get(value.asText());
                if (id != null) {
                    call.put("Ref", id);
                }
            }
            case "Fn::GetAtt" -> {
                List<String> found = attribute(value);
                if (found != null) {
                    ArrayNode parts = Json.list();
                    found.forEach(parts::add);
                    call.set("Fn::GetAtt", parts);
                }
            }
            case "Fn::Sub" -> {
                if (value.isTextual()) {
                    call.put("Fn::Sub", substituted(value.asText()));
                } else if (value instanceof ArrayNode list && list.path(0).isTextual()) {
                    list.set(0, Json.text(substituted(list.get(0).asText())));
                }
            }
            default -> {}
        }
    }

    /** A name may be parted after its first half: {@code [Function, Alias.Arn]}. */
    private @Nullable List<String> attribute(JsonNode given) {
        if (!given.isArray()
                || given.size() < 2
                || !given.valueStream().allMatch(JsonNode::isTextual)) {
            return null;
        }
        String name = String.join(".", given.valueStream().map(JsonNode::asText).toList());
        return found(Arrays.asList(name.split("\\.", -1)));
    }

    private String substituted(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        variable -> {
                            List<String> parts = Arrays.asList(variable.group(1).split("\\.", -1));
                            List<String> found = found(parts);
                            return Matcher.quoteReplacement(
                                    found == null
                                            ? variable.group()
                                            : "${" + String.join(".", found) + "}");
                        });
    }

    /** A name whose first parts are those of what was made; null for any other. */
    private @Nullable List<String> found(List<String> parts) {
        String made = parts.size() > 1 ? ids.get(parts.get(0) + "." + parts.get(1)) : null;
        String id = made == null ? ids.get(parts.get(0)) : made;
        if (id == null) {
            return null;
        }
        List<String> found = new ArrayList<>(parts.subList(made == null ? 1 : 2, parts.size()));
        found.addFirst(id);
        return found;
    }
}
