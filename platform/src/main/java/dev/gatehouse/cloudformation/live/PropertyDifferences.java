package dev.gatehouse.cloudformation.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a resource is otherwise than its template says: properties that were given are compared,
 * those that nobody asked for are not (CloudFormation User Guide, "Detect unmanaged configuration
 * changes to stacks and resources with drift detection").
 */
public final class PropertyDifferences {
    private final List<Difference> found = new ArrayList<>();

    /**
     * One difference, in AWS's words.
     *
     * @param path such as {@code /Environment/Variables/STAGE}
     * @param type ADD, REMOVE or NOT_EQUAL
     */
    public record Difference(String path, String expected, String actual, String type) {
        /** The same without the values. */
        public Difference masked() {
            return new Difference(path, "****", "****", type);
        }
    }

    private PropertyDifferences() {}

    /** Between what was asked for and what there is. */
    public static List<Difference> between(ObjectNode expected, ObjectNode actual) {
        PropertyDifferences differences = new PropertyDifferences();
        differences.members("", expected, actual);
        return List.copyOf(differences.found);
    }

    private void members(String path, JsonNode expected, JsonNode actual) {
        for (Map.Entry<String, JsonNode> member : expected.properties()) {
            String inner = path + "/" + member.getKey();
            compare(inner, member.getValue(), actual.path(member.getKey()));
        }
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (actual.isMissingNode()) {
            if (!isEmpty(expected)) {
                found.add(new Difference(path, text(expected), "null", "REMOVE"));
            }
        } else if (expected.isObject() && actual.isObject()) {
            members(path, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            lists(path, expected, actual);
        } else if (!text(expected).equalsIgnoreCase(text(actual))) {
            found.add(new Difference(path, text(expected), text(actual), "NOT_EQUAL"));
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : value.asText().isEmpty();
    }

    /** The order of a list says nothing. */
    private void lists(String path, JsonNode expected, JsonNode actual) {
        List<JsonNode> left = new ArrayList<>();
        actual.forEach(left::add);
        int index = 0;
        for (JsonNode item : expected) {
            String place = path + "/" + index++;
            boolean there = left.removeIf(other -> canonical(other).equals(canonical(item)));
            if (!there) {
                found.add(new Difference(place, text(item), "null", "REMOVE"));
            }
        }
        for (JsonNode item : left) {
            found.add(new Difference(path + "/" + index++, "null", text(item), "ADD"));
        }
    }

    private static String canonical(JsonNode value) {
        if (!(value instanceof ObjectNode object)) {
            return text(value);
        }
        Map<String, String> sorted = new TreeMap<>();
        object.properties().forEach(each -> sorted.put(each.getKey(), canonical(each.getValue())));
        return sorted.toString();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
