package dev.gatehouse.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads members of a document's nodes as what AWS's resources have for them; null is absent. */
public final class Members {
    private Members() {}

    /** Text, of whatever sort: a version may be written as a number. */
    public static @Nullable String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isValueNode() && !value.isNull() ? value.asText() : null;
    }

    /** A value of an enumeration, which documents write in lower case and resources in upper. */
    public static @Nullable String upper(JsonNode node, String member) {
        String text = text(node, member);
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** A number, also one that is written as text. */
    public static @Nullable Integer integer(JsonNode node, String member) {
        String text = text(node, member);
        return text != null && text.matches("-?[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    public static @Nullable Boolean flag(JsonNode node, String member) {
        String text = text(node, member);
        return text == null ? null : Boolean.valueOf(text);
    }

    public static @Nullable List<String> texts(JsonNode node, String member) {
        JsonNode list = node.path(member);
        return list.isArray()
                ? list.valueStream().filter(JsonNode::isValueNode).map(JsonNode::asText).toList()
                : null;
    }

    /**
     * Texts by key.
     *
     * @param odd hears of each entry that is no text, and is left out
     */
    public static @Nullable Map<String, String> map(
            JsonNode node, String member, Consumer<Map.Entry<String, JsonNode>> odd) {
        JsonNode object = node.path(member);
        if (!object.isObject()) {
            return null;
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().asText());
            } else {
                odd.accept(entry);
            }
        }
        return map.isEmpty() ? null : map;
    }
}
