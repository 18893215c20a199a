package dev.gatehouse.gateway.map;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What templates set in {@code $context.responseOverride} ("Override your API's request and
 * response parameters and status codes for REST APIs").
 *
 * @param status a status that HTTP has; anything else that was set is ignored
 * @param headers in the order they were set
 */
public record ResponseOverride(OptionalInt status, Map<String, String> headers) {
    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;

    /** Nothing is overridden. */
    public static final ResponseOverride NONE = new ResponseOverride(OptionalInt.empty(), Map.of());

    /** What the templates that were given {@code context} have set. */
    public static ResponseOverride of(ContextVariables context) {
        Map<String, Object> override = ContextVariables.nested(context.asMap(), "responseOverride");
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<?, ?> header : ContextVariables.nested(override, "header").entrySet()) {
            if (header.getValue() != null) {
                headers.put(String.valueOf(header.getKey()), header.getValue().toString());
            }
        }
        OptionalInt status =
                override.get("status") instanceof Integer number
                                && number >= MIN_STATUS
                                && number <= MAX_STATUS
                        ? OptionalInt.of(number)
                        : OptionalInt.empty();
        return new ResponseOverride(status, headers);
    }
}
