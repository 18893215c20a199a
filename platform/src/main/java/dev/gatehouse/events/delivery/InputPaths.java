package dev.gatehouse.events.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target gets of an event: all, a part, a constant, or a template with parts in it (Amazon
 * EventBridge User Guide, "Amazon EventBridge input transformation").
 */
public final class InputPaths {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INPUT = "Input";
    private static final String PATH = "InputPath";
    private static final String TRANSFORMER = "InputTransformer";
    private static final Pattern STEP =
            Pattern.compile("\\.([\\w-]+)|\\[(\\d{1,6})]|\\['([^']+)']");
    private static final Pattern FORM = Pattern.compile("\\$(?:" + STEP.pattern() + ")*");
    private static final Pattern PLACE = Pattern.compile("(\"?)<([\\w.-]+)>(\"?)");
    private static final int PATHS_MAX = 100;

    private InputPaths() {}

    /** Why a target's input is not valid, in EventBridge's words; empty where it is. */
    public static Optional<String> check(Map<String, Object> target) {
        if (target.get(INPUT) instanceof String constant && !isJson(constant)) {
            return Optional.of("JSON syntax error in input for target " + target.get("Id") + ".");
        }
        if (target.get(PATH) instanceof String path && !isPath(path)) {
            return Optional.of("Invalid InputPath for target " + target.get("Id") + ".");
        }
        if (target.get(TRANSFORMER) instanceof Map<?, ?> transformer) {
            Map<?, ?> paths = paths(transformer);
            if (paths.size() > PATHS_MAX
                    || !paths.values().stream().allMatch(path -> isPath(String.valueOf(path)))) {
                return Optional.of("Invalid InputTransformer for target " + target.get("Id") + ".");
            }
        }
        return Optional.empty();
    }

    private static Map<?, ?> paths(Map<?, ?> transformer) {
        return transformer.get("InputPathsMap") instanceof Map<?, ?> paths ? paths : Map.of();
    }

    private static boolean isPath(String text) {
        return FORM.matcher(text).matches();
    }

    private static boolean isJson(String text) {
        try {
            return !JSON.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /**
     * What a target gets.
     *
     * @param rule the ARN of its rule
     * @param now when the event came
     * @param most what is longer, in characters, is not written to its end
     */
    static byte[] input(
            Map<String, Object> target, JsonNode event, String rule, Instant now, int most) {
        if (target.get(INPUT) instanceof String constant) {
            return bytes(constant);
        }
        if (target.get(PATH) instanceof String path) {
            return bytes(text(at(event, path)));
        }
        if (target.get(TRANSFORMER) instanceof Map<?, ?> transformer) {
            return bytes(transformed(transformer, values(transformer, event, rule, now), most));
        }
        return bytes(event.toString());
    }

    private static Map<String, JsonNode> values(
            Map<?, ?> transformer, JsonNode event, String rule, Instant now) {
        Map<String, JsonNode> values = new HashMap<>();
        values.put("aws.events.rule-arn", JSON.getNodeFactory().textNode(rule));
        values.put(
                "aws.events.rule-name",
                JSON.getNodeFactory().textNode(rule.substring(rule.lastIndexOf('/') + 1)));
        values.put(
                "aws.events.event.ingestion-time", JSON.getNodeFactory().textNode(now.toString()));
        values.put("aws.events.event", event);
        values.put("aws.events.event.json", event);
        paths(transformer)
                .forEach(
                        (name, path) ->
                                values.put(String.valueOf(name), at(event, String.valueOf(path))));
        return values;
    }

    private static String transformed(
            Map<?, ?> transformer, Map<String, JsonNode> values, int most) {
        String template = String.valueOf(transformer.get("InputTemplate"));
        Matcher place = PLACE.matcher(template);
        StringBuilder filled = new StringBuilder();
        int end = 0;
        boolean quoted = false;
        while (filled.length() <= most && place.find()) {
            String before = template.substring(end, place.start());
            quoted ^= quotes(before + place.group(1)) % 2 != 0;
            JsonNode value = values.getOrDefault(place.group(2), MissingNode.getInstance());
            filled.append(before).append(place.group(1));
            filled.append(quoted ? escaped(value) : text(value)).append(place.group(3));
            quoted ^= !place.group(3).isEmpty();
            end = place.end();
        }
        return filled.append(template.substring(end)).toString();
    }

    private static long quotes(String text) {
        return text.replace("\\\"", "").chars().filter(each -> each == '"').count();
    }

    /** A part as a value of its own; nothing is an empty text. */
    private static String text(JsonNode part) {
        return part.isMissingNode() ? "\"\"" : part.toString();
    }

    /** A part within a text. */
    private static String escaped(JsonNode part) {
        String text = part.isValueNode() ? part.asText() : part.toString();
        String written = JSON.getNodeFactory().textNode(text).toString();
        return written.substring(1, written.length() - 1);
    }

    private static JsonNode at(JsonNode event, String path) {
        JsonNode part = event;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            if (step.group(2) != null) {
                part = part.path(Integer.parseInt(step.group(2)));
            } else {
                part = part.path(step.group(1) == null ? step.group(3) : step.group(1));
            }
        }
        return part;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
