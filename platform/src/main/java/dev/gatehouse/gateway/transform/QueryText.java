package dev.gatehouse.gateway.transform;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A raw query whose parameters change; those that do not stay as they came. */
final class QueryText {
    private final List<String> pairs = new ArrayList<>();

    QueryText(@Nullable String query) {
        if (query != null && !query.isEmpty()) {
            pairs.addAll(List.of(query.split("&", -1)));
        }
    }

    void remove(String name) {
        pairs.removeIf(pair -> name(pair).equals(name));
    }

    void add(String name, String value) {
        pairs.add(encode(name) + '=' + encode(value));
    }

    /** Null when there is nothing left. */
    @Nullable String text() {
        return pairs.isEmpty() ? null : String.join("&", pairs);
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return name;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
