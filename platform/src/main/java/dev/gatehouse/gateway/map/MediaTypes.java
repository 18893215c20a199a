package dev.gatehouse.gateway.map;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Chooses templates by media type. */
public final class MediaTypes {
    private static final String JSON = "application/json";

    private MediaTypes() {}

    /** A Content-Type without its parameters; JSON when there is none. */
    public static String essence(@Nullable String contentType) {
        if (contentType == null || contentType.equals(JSON)) {
            return JSON;
        }
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
    }

    /**
     * The key of the template that fits an Accept header: one it names, else JSON, else the first;
     * null without any.
     */
    public static @Nullable String choose(Map<String, ?> templates, @Nullable String accept) {
        if (templates.isEmpty()) {
            return null;
        }
        if (accept != null) {
            for (String range : accept.split(",")) {
                String type = essence(range);
                if (templates.containsKey(type)) {
                    return type;
                }
            }
        }
        return templates.containsKey(JSON) ? JSON : templates.keySet().iterator().next();
    }
}
