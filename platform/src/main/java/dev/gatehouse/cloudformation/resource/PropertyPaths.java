package dev.gatehouse.cloudformation.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The properties a type understands, as paths: {@code Code.S3Key} stands within a property, be that
 * one object or a list of them, and {@code Variables.*} for whatever there may be.
 */
public record PropertyPaths(Set<String> paths) {
    private static final String CHOICE = "Fn::If";

    /** The paths of what is declared and not understood; of a choice, both sides count. */
    public List<String> unknown(ObjectNode declared) {
        List<String> unknown = new ArrayList<>();
        collect("", declared, unknown);
        return unknown;
    }

    private void collect(String path, JsonNode value, List<String> unknown) {
        switch (value) {
            case ArrayNode list -> list.forEach(item -> collect(path, item, unknown));
            case ObjectNode object when isFunction(object) -> {
                JsonNode choice = object.path(CHOICE);
                collect(path, choice.path(1), unknown);
                collect(path, choice.path(2), unknown);
            }
            case ObjectNode object -> {
                if (!paths.contains(path + ".*")) {
                    object.properties().forEach(member -> collect(path, member, unknown));
                }
            }
            default -> {}
        }
    }

    private void collect(String path, Map.Entry<String, JsonNode> member, List<String> unknown) {
        String inner = path.isEmpty() ? member.getKey() : path + '.' + member.getKey();
        if (isKnown(inner)) {
            collect(inner, member.getValue(), unknown);
        } else {
            unknown.add(inner);
        }
    }

    private boolean isKnown(String path) {
        return paths.contains(path)
                || paths.stream().anyMatch(known -> known.startsWith(path + '.'));
    }

    private static boolean isFunction(ObjectNode object) {
        if (object.size() != 1) {
            return false;
        }
        String name = object.fieldNames().next();
        return name.equals("Ref") || name.startsWith("Fn::");
    }
}
