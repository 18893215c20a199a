package dev.gatehouse.gateway.openapi;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a document's base path its paths begin with. */
public enum BasePath {
    /** Nothing of it. */
    IGNORE,
    /** All of it. */
    PREPEND,
    /** All but its first segment. */
    SPLIT;

    private static final String VARIABLE = "basePath";

    /** What a request asks for; nothing is asked for when it says nothing. */
    public static BasePath of(@Nullable String mode) {
        return switch (mode == null ? "ignore" : mode.toLowerCase(Locale.ROOT)) {
            case "ignore" -> IGNORE;
            case "prepend" -> PREPEND;
            case "split" -> SPLIT;
            default ->
                    throw badRequest(
                            "Invalid basepath parameter: "
                                    + mode
                                    + ". Valid options are ignore, prepend, split");
        };
    }

    /** The prefix of a document's paths: empty, or a path without a slash at its end. */
    public String prefix(OpenApiDocument document) {
        if (this == IGNORE) {
            return "";
        }
        String path =
                document.isSwagger()
                        ? document.root().path("basePath").asText()
                        : path(document.root().path("servers").path(0));
        String whole = trimmed(path);
        return this == PREPEND ? whole : withoutFirst(whole);
    }

    private static String withoutFirst(String path) {
        int second = path.indexOf('/', 1);
        return second < 0 ? "" : path.substring(second);
    }

    /** A server's variable of that name counts even if its URL does not name it (recorded). */
    private static String path(JsonNode server) {
        JsonNode variables = server.path("variables");
        if (variables.has(VARIABLE)) {
            return variables.path(VARIABLE).path("default").asText();
        }
        String url = server.path("url").asText();
        for (Map.Entry<String, JsonNode> variable : variables.properties()) {
            url =
                    url.replace(
                            '{' + variable.getKey() + '}',
                            variable.getValue().path("default").asText());
        }
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return url;
        }
        int slash = url.indexOf('/', scheme + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    private static String trimmed(String path) {
        String inner = path.strip();
        while (inner.endsWith("/")) {
            inner = inner.substring(0, inner.length() - 1);
        }
        return inner.isEmpty() || inner.startsWith("/") ? inner : '/' + inner;
    }
}
