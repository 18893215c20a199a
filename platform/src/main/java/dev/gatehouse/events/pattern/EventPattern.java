package dev.gatehouse.events.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pattern of events (Amazon EventBridge User Guide, "Creating Amazon EventBridge event
 * patterns"): fields that all have to match, each one of the values listed for it.
 */
public final class EventPattern {
    private static final String OR = "$or";
    private static final int CHARACTERS_MAX = 4_096;
    private static final int DEPTH_MAX = 100;

    private final ObjectNode pattern;

    private EventPattern(ObjectNode pattern) {
        this.pattern = pattern;
    }

    /**
     * @throws InvalidPatternException it is none
     */
    public static EventPattern parse(String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw new InvalidPatternException("Event pattern is too long");
        }
        JsonNode read;
        try {
            read = EventJson.read(text);
        } catch (JsonProcessingException e) {
            throw new InvalidPatternException(
                    "JSON is malformed: " + String.valueOf(e.getOriginalMessage()));
        }
        if (!(read instanceof ObjectNode object)) {
            throw new InvalidPatternException("Filter is not an object");
        }
        check(object, "", 0);
        return new EventPattern(object);
    }

    private static void check(ObjectNode pattern, String path, int depth) {
        if (pattern.isEmpty()) {
            throw new InvalidPatternException("Empty objects are not allowed");
        }
        if (depth > DEPTH_MAX) {
            throw new InvalidPatternException("Event pattern is nested too deep");
        }
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            String name = path.isEmpty() ? field.getKey() : path + '.' + field.getKey();
            if (field.getKey().equals(OR) && field.getValue() instanceof ArrayNode branches) {
                branches.forEach(branch -> check(object(branch, name), path, depth + 1));
            } else if (field.getValue() instanceof ArrayNode values) {
                if (values.isEmpty()) {
                    throw new InvalidPatternException("Empty arrays are not allowed");
                }
                values.forEach(Comparison::check);
            } else {
                check(object(field.getValue(), name), name, depth + 1);
            }
        }
    }

    private static ObjectNode object(JsonNode value, String name) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidPatternException("\"%s\" must be an object or an array".formatted(name));
    }

    /**
     * What the pattern lets a field be: texts as they are, other conditions as JSON; nothing where
     * it does not speak of the field.
     *
     * @param pointer the field's JSON pointer
     */
    public List<String> wanted(String pointer) {
        return pattern.at(pointer)
                .valueStream()
                .map(each -> each.isTextual() ? each.asText() : each.toString())
                .toList();
    }

    /** Whether it matches an event. */
    public boolean matches(JsonNode event) {
        return matches(pattern, event);
    }

    private static boolean matches(ObjectNode pattern, JsonNode event) {
        for (Map.Entry<String, JsonNode> field : pattern.properties()) {
            JsonNode wanted = field.getValue();
            boolean matched;
            if (field.getKey().equals(OR) && wanted instanceof ArrayNode branches) {
                matched =
                        branches.valueStream()
                                .anyMatch(
                                        branch ->
                                                branch instanceof ObjectNode object
                                                        && matches(object, event));
            } else {
                matched = fieldMatches(wanted, event.path(field.getKey()));
            }
            if (!matched) {
                return false;
            }
        }
        return true;
    }

    private static boolean fieldMatches(JsonNode wanted, JsonNode present) {
        if (wanted instanceof ObjectNode nested) {
            // One of a list of objects is enough.
            return present instanceof ArrayNode list
                    ? list.valueStream().anyMatch(each -> matches(nested, each))
                    : matches(nested, present);
        }
        List<JsonNode> values = new ArrayList<>();
        if (present instanceof ArrayNode list) {
            list.forEach(values::add);
        } else {
            values.add(present);
        }
        if (values.isEmpty()) {
            values.add(MissingNode.getInstance());
        }
        return wanted.valueStream()
                .anyMatch(each -> values.stream().anyMatch(value -> Comparison.holds(each, value)));
    }
}
