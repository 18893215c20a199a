package dev.gatehouse.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.ServiceException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code Fn::ForEach::Name: [identifier, collection, {key: value}]}: the fragment once for each
 * item of the collection, which takes the place of {@code ${identifier}} and of {@code Ref:
 * identifier}, and without what is not alphanumeric that of {@code &{identifier}}.
 */
final class Loops {
    static final String PREFIX = "Fn::ForEach::";

    /** How deep loops may stand within loops. */
    private static final int DEEPEST = 5;

    /** Values that the loops of a template may make: far more than any template may hold. */
    private static final int MOST = 200_000;

    /** Characters that they may put in: far more than any template may hold. */
    private static final long MOST_CHARACTERS = 16_000_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Function<JsonNode, Optional<JsonNode>> collections;
    private int made;
    private long written;

    /**
     * @param collections what the collection of a loop is; empty when that is not known
     */
    Loops(Function<JsonNode, Optional<JsonNode>> collections) {
        this.collections = collections;
    }

    /**
     * A tree without loops.
     *
     * @throws ServiceException ValidationError when one cannot be, or they make too much
     */
    JsonNode expanded(JsonNode tree) {
        return expanded(tree, Map.of());
    }

    private JsonNode expanded(JsonNode node, Map<String, String> items) {
        if (!items.isEmpty() && ++made > MOST) {
            throw failed("the template is too large once its loops are expanded");
        }
        return switch (node) {
            case ObjectNode object when isItem(object, items) ->
                    JSON.textNode(items.get(object.path("Ref").asText()));
            case ObjectNode object -> members(object, items);
            case ArrayNode list -> {
                ArrayNode result = JSON.arrayNode(list.size());
                list.forEach(each -> result.add(expanded(each, items)));
                yield result;
            }
            default ->
                    node.isTextual() && !items.isEmpty()
                            ? JSON.textNode(replaced(node.asText(), items))
                            : node;
        };
    }

    private static boolean isItem(ObjectNode object, Map<String, String> items) {
        return object.size() == 1 && items.containsKey(object.path("Ref").asText());
    }

    private ObjectNode members(ObjectNode object, Map<String, String> items) {
        ObjectNode result = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().startsWith(PREFIX)) {
                loop(member.getKey(), member.getValue(), items, result);
            } else {
                String key = replaced(member.getKey(), items);
                put(result, key, expanded(member.getValue(), items));
            }
        }
        return result;
    }

    private void loop(String name, JsonNode loop, Map<String, String> items, ObjectNode result) {
        JsonNode identifier = loop.path(0);
        if (loop.size() != 3
                || !identifier.isTextual()
                || !(loop.path(2) instanceof ObjectNode fragment)) {
            throw failed(name + " layout is incorrect");
        }
        if (items.size() == DEEPEST) {
            throw failed("loops may stand in each other " + DEEPEST + " deep at most");
        }
        if (items.containsKey(identifier.asText())) {
            throw failed(name + ": the identifier " + identifier.asText() + " is used twice");
        }
        Optional<JsonNode> collection = collections.apply(expanded(loop.path(1), items));
        if (collection.isEmpty()) {
            return;
        }
        if (!collection.get().isArray()) {
            throw failed(name + ": the collection is not a list");
        }
        for (JsonNode item : collection.get()) {
            String text = LanguageExtensions.text(item);
            if (text == null) {
                throw failed(name + ": the collection holds what is not a string");
            }
            Map<String, String> inner = new HashMap<>(items);
            inner.put(identifier.asText(), text);
            members(fragment, inner)
                    .properties()
                    .forEach(each -> put(result, each.getKey(), each.getValue()));
        }
    }

    private static void put(ObjectNode result, String key, JsonNode value) {
        if (result.has(key)) {
            throw failed("the key " + key + " is made twice");
        }
        result.set(key, value);
    }

    private String replaced(String text, Map<String, String> items) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        String result = text;
        for (Map.Entry<String, String> item : items.entrySet()) {
            String plain = item.getValue().replaceAll("[^A-Za-z0-9]", "");
            result = replaced(result, "${" + item.getKey() + "}", item.getValue());
            result = replaced(result, "&{" + item.getKey() + "}", plain);
        }
        return result;
    }

    /** Looks how long the text will be before it is. */
    private String replaced(String text, String variable, String value) {
        int at = text.indexOf(variable);
        if (at < 0) {
            return text;
        }
        written += text.length();
        for (; at >= 0; at = text.indexOf(variable, at + variable.length())) {
            written += value.length();
        }
        if (written > MOST_CHARACTERS) {
            throw failed("the template is too large once its loops are expanded");
        }
        return text.replace(variable, value);
    }

    private static ServiceException failed(String reason) {
        return TemplateErrors.of("%s%s", LanguageExtensions.FAILED, reason);
    }
}
