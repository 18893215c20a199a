package dev.gatehouse.gateway.plan.integration;

import org.jspecify.annotations.Nullable;

/** How the body of a request or of a response is converted between text and bytes. */
public enum ContentHandling {
    /** Base64 text becomes the bytes it stands for. */
    CONVERT_TO_BINARY,
    /** Bytes become Base64 text. */
    CONVERT_TO_TEXT;

    /** The handling of that name; null and "" are none. */
    public static @Nullable ContentHandling ofNullable(@Nullable String name) {
        return name == null || name.isEmpty() ? null : valueOf(name);
    }
}
