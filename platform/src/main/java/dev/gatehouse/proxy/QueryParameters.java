package dev.gatehouse.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, decoded, in the order they came, each name once. */
public final class QueryParameters {

    private QueryParameters() {}

    /**
     * Reads a raw query; a parameter without {@code =} is empty, a broken escape stays as it is.
     */
    public static Map<String, List<String>> parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int start = 0;
        while (start <= query.length()) {
            int stop = query.indexOf('&', start);
            stop = stop < 0 ? query.length() : stop;
            if (stop > start) {
                add(parameters, query.substring(start, stop));
            }
            start = stop + 1;
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), unused -> new ArrayList<>(1)).add(decode(value));
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }
}
