package dev.gatehouse.gateway.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request template set in {@code $context.requestOverride}; each takes the place of what is
 * mapped.
 *
 * @param headers values by name
 * @param query values by name
 * @param path the values of variables in the backend's URI
 */
public record RequestOverride(
        Map<String, List<String>> headers,
        Map<String, List<String>> query,
        Map<String, List<String>> path) {

    /** Nothing is overridden. */
    public static final RequestOverride NONE = new RequestOverride(Map.of(), Map.of(), Map.of());

    /** What the template that was given {@code context} has set. */
    public static RequestOverride of(ContextVariables context) {
        Map<String, Object> override = ContextVariables.nested(context.asMap(), "requestOverride");
        return new RequestOverride(
                values(override, "header"),
                values(override, "querystring"),
                values(override, "path"));
    }

    private static Map<String, List<String>> values(Map<String, Object> override, String part) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ContextVariables.nested(override, part).entrySet()) {
            values.put(String.valueOf(entry.getKey()), texts(entry.getValue()));
        }
        return values;
    }

    /** A list is a parameter with several values. */
    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        if (value instanceof Iterable<?> several) {
            several.forEach(each -> texts.add(String.valueOf(each)));
        } else if (value != null) {
            texts.add(value.toString());
        }
        return texts;
    }
}
