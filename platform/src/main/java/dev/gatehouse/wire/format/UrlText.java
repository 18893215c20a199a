package dev.gatehouse.wire.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads percent-encoded text: paths, query strings and forms. */
public final class UrlText {
    /** More parameters than any API call has; the body limit alone would allow millions. */
    private static final int MAX_PARAMETERS = 20_000;

    private UrlText() {}

    /** A decoded parameter of a query string or form. */
    public record Parameter(String name, String value) {}

    /** The parameters of a query string or form, in order. */
    public static List<Parameter> parameters(String query) {
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (end > start) {
                parameters.add(parameter(query.substring(start, end)));
            }
            start = end + 1;
            if (parameters.size() > MAX_PARAMETERS) {
                throw new MalformedException("The request has too many parameters.");
            }
        }
        return parameters;
    }

    /** The first value of a parameter, however many others there are; null when it is absent. */
    public static @Nullable String first(String name, String query) {
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (query.startsWith(name, start)) {
                Parameter found = parameter(query.substring(start, end));
                if (found.name().equals(name)) {
                    return found.value();
                }
            }
            start = end + 1;
        }
        return null;
    }

    private static Parameter parameter(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Parameter(decode(text, true), "")
                : new Parameter(
                        decode(text.substring(0, equals), true),
                        decode(text.substring(equals + 1), true));
    }

    /**
     * Decodes percent-encoded UTF-8. A percent sign that starts no code stands for itself.
     *
     * @param plusIsSpace as in forms and query strings, not in paths
     */
    public static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int code = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : -1;
            if (code >= 0) {
                out.write(code);
                i += 2;
            } else {
                out.write(raw[i] == '+' && plusIsSpace ? ' ' : raw[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
