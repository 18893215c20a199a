package dev.gatehouse.gateway.apigatewayv2.repository;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import dev.gatehouse.kernel.ServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The key of a route of an HTTP API: a method and a path, or {@code $default}.
 *
 * @param method an HTTP method in upper case, or {@code ANY}; empty in {@code $default}
 * @param path the path, with {@code {name}} for one segment and {@code {name+}} for the rest
 */
public record RouteKey(String method, String path) {
    private static final String DEFAULT = "$default";
    private static final Set<String> METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-zA-Z0-9._:-]+}");
    private static final Pattern GREEDY = Pattern.compile("\\{[a-zA-Z0-9._:-]+\\+}");

    /** The key of a route of a WebSocket API: any text, which messages select. */
    static RouteKey ofMessages(String text) {
        return new RouteKey("", text);
    }

    /** Reads a key; rejects what is none in AWS's words. */
    public static RouteKey parse(String text) {
        if (text.equals(DEFAULT)) {
            return new RouteKey("", DEFAULT);
        }
        String[] parts = text.split(" ", 2);
        if (parts.length < 2 || !METHODS.contains(parts[0]) || !parts[1].startsWith("/")) {
            throw malformed();
        }
        checkVariables(List.of(parts[1].substring(1).split("/", -1)));
        return new RouteKey(parts[0], parts[1]);
    }

    private static void checkVariables(List<String> segments) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            boolean variable =
                    VARIABLE.matcher(segment).matches()
                            || (last && GREEDY.matcher(segment).matches());
            boolean braces = segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0;
            if ((braces && !variable) || segment.indexOf(' ') >= 0) {
                throw malformed();
            }
            if (variable && !names.add(segment.replace("+", ""))) {
                throw badRequest("The provided route key has several variables named " + segment);
            }
        }
    }

    private static ServiceException malformed() {
        return badRequest(
                "The provided route key is not formatted properly for HTTP protocol. Format should"
                        + " be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
    }

    /**
     * The path without the names of its variables: of two paths with one form either matches what
     * the other does.
     */
    public String form() {
        return method.isEmpty() ? path : forms();
    }

    private String forms() {
        return path.replaceAll("\\{[^}+]+\\+}", "{+}").replaceAll("\\{[^}+]+}", "{}");
    }

    @Override
    public String toString() {
        return method.isEmpty() ? path : method + ' ' + path;
    }
}
