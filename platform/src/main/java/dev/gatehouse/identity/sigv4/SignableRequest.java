package dev.gatehouse.identity.sigv4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP request a signature covers, as they travel: nothing decoded.
 *
 * @param method the HTTP method, upper case
 * @param path the path as sent, before any {@code ?}
 * @param query the query as sent, without its {@code ?}; empty for none
 * @param headers every value of each header in order, by lower-case name; {@code host} among them
 */
public record SignableRequest(
        String method, String path, String query, Map<String, List<String>> headers) {

    /** Gathers headers of any case, repeated or not. */
    public static SignableRequest of(
            String method,
            String path,
            String query,
            Iterable<? extends Map.Entry<String, String>> headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(header.getValue());
        }
        return new SignableRequest(method, path, query, byName);
    }

    /** The first value of a header, by lower-case name; null when it is absent. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }

    /** The decoded value of a query parameter; null when it is absent. */
    public @Nullable String parameter(String name) {
        for (QueryParameter parameter : QueryParameter.parse(query)) {
            if (parameter.name().equals(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    /** The same request with one more header, or another value for it. */
    public SignableRequest with(String name, String value) {
        Map<String, List<String>> more = new TreeMap<>(headers);
        more.put(name, List.of(value));
        return new SignableRequest(method, path, query, more);
    }
}
