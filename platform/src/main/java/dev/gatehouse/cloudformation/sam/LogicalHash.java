package dev.gatehouse.cloudformation.sam;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The end of a logical id that changes with a tree: the first digits of the SHA-1 of the tree as
 * SAM's own translator writes it, so that stacks deployed with AWS's keep their ids.
 */
final class LogicalHash {
    static final int LENGTH = 10;

    private LogicalHash() {}

    static String of(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        write(tree, text);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(text.toString().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Members sorted by name, no spaces, and nothing but ASCII. */
    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            char separator = '{';
            for (Map.Entry<String, JsonNode> member : members.entrySet()) {
                text.append(separator);
                quote(member.getKey(), text);
                text.append(':');
                write(member.getValue(), text);
                separator = ',';
            }
            text.append(members.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
                write(items.next(), text);
                text.append(items.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (node.isTextual()) {
            quote(node.asText(), text);
        } else {
            text.append(node);
        }
    }

    private static void quote(String value, StringBuilder text) {
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
                        text.append("\\u%04x".formatted((int) character));
                    } else {
                        text.append(character);
                    }
                }
            }
        }
        text.append('"');
    }
}
