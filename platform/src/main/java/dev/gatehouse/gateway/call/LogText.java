package dev.gatehouse.gateway.call;

import dev.gatehouse.http.Body;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How execution logs write what was sent and received; secrets by their last characters alone. */
public final class LogText {
    /** More of a body than a line has room for. */
    private static final int LONGEST_BODY = 2048;

    private static final int SHOWN = 6;
    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "x-api-key", "x-amz-security-token");

    private LogText() {}

    /** A secret: stars in place of all but its end; one that is short has stars alone. */
    public static String masked(String secret) {
        int shown = secret.length() >= 2 * SHOWN ? SHOWN : 0;
        int stars = secret.length() - shown;
        return "*".repeat(stars) + secret.substring(stars);
    }

    public static String headers(MultiMap headers) {
        return headers.names().stream()
                .map(name -> name + '=' + header(name, headers.getAll(name)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String header(String name, List<String> values) {
        String all = String.join(",", values);
        return SECRET.contains(name.toLowerCase(Locale.ROOT)) ? masked(all) : all;
    }

    public static String parameters(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + '=' + each.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A query's parameters; of one that comes several times all values, with commas between. */
    public static String query(Map<String, List<String>> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + '=' + String.join(",", each.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** A body's beginning; nothing of one that is still on its way. */
    public static String body(Body body) {
        return body instanceof Body.Bytes(Buffer bytes) ? body(bytes) : "";
    }

    public static String body(Buffer body) {
        return body.length() <= LONGEST_BODY
                ? body.toString()
                : body.slice(0, LONGEST_BODY).toString();
    }
}
