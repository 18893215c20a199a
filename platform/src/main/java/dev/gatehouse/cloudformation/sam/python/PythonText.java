package dev.gatehouse.cloudformation.sam.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;

/** What Python's {@code str} makes of a tree. */
public final class PythonText {
    /** A text of SAM's own: a string of Python's that is not of the template. */
    private static final class Literal extends TextNode {
        private static final long serialVersionUID = 1;

        Literal(String value) {
            super(value);
        }
    }

    private PythonText() {}

    /** A text that SAM writes itself. */
    public static TextNode literal(String value) {
        return new Literal(value);
    }

    /** A text that is the template's when {@code origin} is. */
    public static TextNode like(JsonNode origin, String value) {
        return origin instanceof Literal ? new Literal(value) : new TextNode(value);
    }

    /** The text of a tree. */
    public static String of(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        write(tree, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node) {
            case ObjectNode object -> {
                String separator = "{";
                for (Map.Entry<String, JsonNode> member : object.properties()) {
                    text.append(separator);
                    boolean own = object instanceof PythonDict dict && dict.isOwn(member.getKey());
                    quote(member.getKey(), own, text);
                    text.append(": ");
                    write(member.getValue(), text);
                    separator = ", ";
                }
                text.append(object.isEmpty() ? "{}" : "}");
            }
            case ArrayNode array -> {
                String separator = "[";
                for (JsonNode item : array) {
                    text.append(separator);
                    write(item, text);
                    separator = ", ";
                }
                text.append(array.isEmpty() ? "[]" : "]");
            }
            case TextNode value -> quote(value.asText(), value instanceof Literal, text);
            default -> text.append(scalar(node));
        }
    }

    /** A number, a truth value or nothing. */
    public static String scalar(JsonNode node) {
        if (node.isBoolean()) {
            return node.asBoolean() ? "True" : "False";
        }
        return node.isNull() || node.isMissingNode() ? "None" : node.asText();
    }

    private static void quote(String value, boolean own, StringBuilder text) {
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        text.append(own ? "" : "u").append(quote);
        value.codePoints().forEach(point -> escape(point, quote, own, text));
        text.append(quote);
    }

    private static void escape(int point, char quote, boolean own, StringBuilder text) {
        if (point == quote) {
            text.append('\\').append(quote);
            return;
        }
        switch (point) {
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                if (point < ' ' || point == 0x7f) {
                    text.append(hex("\\x%02x", point));
                } else if (point < 0x7f || own) {
                    text.appendCodePoint(point);
                } else if (point <= 0xff) {
                    text.append(hex("\\x%02x", point));
                } else {
                    text.append(hex(point <= 0xffff ? "\\u%04x" : "\\U%08x", point));
                }
            }
        }
    }

    private static String hex(String form, int point) {
        return String.format(Locale.ROOT, form, point);
    }
}
