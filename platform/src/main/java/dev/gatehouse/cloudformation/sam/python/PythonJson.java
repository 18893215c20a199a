package dev.gatehouse.cloudformation.sam.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Python's {@code json.dumps} writes it: nothing but ASCII. */
public final class PythonJson {
    private final boolean sorted;
    private final String afterComma;
    private final String afterColon;
    private final int indent;
    private final StringBuilder text = new StringBuilder();

    private PythonJson(boolean sorted, String afterComma, String afterColon, int indent) {
        this.sorted = sorted;
        this.afterComma = afterComma;
        this.afterColon = afterColon;
        this.indent = indent;
    }

    /** Members sorted by name, no spaces. */
    public static String compact(JsonNode tree) {
        return new PythonJson(true, "", "", 0).written(tree);
    }

    /** Members in order, a space behind each separator. */
    public static String spaced(JsonNode tree) {
        return new PythonJson(false, " ", " ", 0).written(tree);
    }

    /** Members sorted by name, a line for each. */
    public static String indented(JsonNode tree, int spaces) {
        return new PythonJson(true, "", " ", spaces).written(tree);
    }

    private String written(JsonNode tree) {
        write(tree, 0);
        return text.toString();
    }

    private void write(JsonNode node, int depth) {
        switch (node) {
            case ObjectNode object -> object(object, depth);
            case ArrayNode array -> array(array, depth);
            default -> {
                if (node.isTextual()) {
                    quote(node.asText());
                } else {
                    text.append(node.isMissingNode() ? "null" : node.toString());
                }
            }
        }
    }

    private void object(ObjectNode object, int depth) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>();
        if (sorted) {
            Map<String, JsonNode> ordered = new TreeMap<>();
            object.properties().forEach(each -> ordered.put(each.getKey(), each.getValue()));
            members.addAll(ordered.entrySet());
        } else {
            members.addAll(object.properties());
        }
        text.append('{');
        for (int index = 0; index < members.size(); index++) {
            between(index, depth + 1);
            quote(members.get(index).getKey());
            text.append(':').append(afterColon);
            write(members.get(index).getValue(), depth + 1);
        }
        close(members.isEmpty(), '}', depth);
    }

    private void array(ArrayNode array, int depth) {
        text.append('[');
        for (int index = 0; index < array.size(); index++) {
            between(index, depth + 1);
            write(array.get(index), depth + 1);
        }
        close(array.isEmpty(), ']', depth);
    }

    private void between(int index, int depth) {
        if (index > 0) {
            text.append(',').append(afterComma);
        }
        line(depth);
    }

    private void close(boolean empty, char end, int depth) {
        if (!empty) {
            line(depth);
        }
        text.append(end);
    }

    private void line(int depth) {
        if (indent > 0) {
            text.append('\n').repeat(' ', indent * depth);
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            switch (character) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (character < ' ' || character > '~' + 1) {
                        text.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }
}
