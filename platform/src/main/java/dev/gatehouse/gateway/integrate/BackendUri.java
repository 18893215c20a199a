package dev.gatehouse.gateway.integrate;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the URI of a backend from its template. */
public final class BackendUri {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}+]+)\\+?}");

    private static final Pattern UNFIT = Pattern.compile("[ \\x{80}-\\x{10ffff}]+");

    private BackendUri() {}

    /**
     * Fills {@code {name}} and {@code {name+}}; a variable without a value becomes empty. Of a
     * value that is not escaped, blanks and letters beyond ASCII are.
     */
    public static String fill(String template, Map<String, String> variables) {
        if (template.indexOf('{') < 0) {
            return template;
        }
        return VARIABLE.matcher(template)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        escaped(variables.getOrDefault(found.group(1), ""))));
    }

    private static String escaped(String value) {
        return UNFIT.matcher(value)
                .replaceAll(
                        found ->
                                URLEncoder.encode(found.group(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"));
    }

    /** An absolute URI with another path, escaped; its query stays. */
    static String withPath(String uri, String path) {
        int authority = uri.indexOf("://") + 3;
        int query = uri.indexOf('?', authority);
        int slash = uri.indexOf('/', authority);
        int whole = query < 0 ? uri.length() : query;
        int stop = slash < 0 || slash > whole ? whole : slash;
        return uri.substring(0, stop) + path + uri.substring(whole);
    }

    /** Adds a raw query, when there is one. */
    static String withQuery(String uri, @Nullable String query) {
        if (query == null || query.isEmpty()) {
            return uri;
        }
        return uri + (uri.indexOf('?') < 0 ? '?' : '&') + query;
    }

    /** Adds a parameter to the query, escaped. */
    public static String withParameter(String uri, String name, String value) {
        return withQuery(
                uri,
                URLEncoder.encode(name, StandardCharsets.UTF_8)
                        + '='
                        + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException when it would end the request line
     */
    static String checked(String uri) {
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) <= ' ' || uri.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("a space or control character in a URI");
            }
        }
        return uri;
    }

    /** Escapes a decoded path, or a part of one, leaving its slashes. */
    static String escapePath(String decoded) {
        StringBuilder escaped = new StringBuilder(decoded.length());
        for (int i = 0; i < decoded.length(); ) {
            int c = decoded.codePointAt(i);
            if (c < 0x80 && plain((char) c)) {
                escaped.append((char) c);
            } else {
                escaped.append(
                        URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                                .replace("+", "%20"));
            }
            i += Character.charCount(c);
        }
        return escaped.toString();
    }

    private static boolean plain(char c) {
        return Character.isLetterOrDigit(c) || "/-._~!$&'()*+,;=:@".indexOf(c) >= 0;
    }
}
