package dev.gatehouse.gateway.map;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * {@code $util} of a mapping template: of no value each makes none. Public, like its methods,
 * because Velocity calls them.
 */
public final class TemplateFunctions {

    TemplateFunctions() {}

    /** Escapes a text for a JavaScript string, quotes of both kinds included. */
    public @Nullable String escapeJavaScript(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'', '"', '\\', '/' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        escaped.append(String.format("\\u%04X", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** A JSON text as an object a template can walk through. */
    public @Nullable Object parseJson(@Nullable String json) {
        return json == null ? null : JsonBody.read(json);
    }

    public @Nullable String urlEncode(@Nullable String text) {
        return text == null ? null : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public @Nullable String urlDecode(@Nullable String text) {
        return text == null ? null : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public @Nullable String base64Encode(@Nullable String text) {
        return text == null
                ? null
                : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public @Nullable String base64Decode(@Nullable String text) {
        return text == null
                ? null
                : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
