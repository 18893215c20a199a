package dev.gatehouse.s3;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object was put with and is got with.
 *
 * @param metadata the user's own, without their prefix
 */
record ObjectHeaders(
        @Nullable String contentType,
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String expires,
        Map<String, String> metadata) {

    ObjectHeaders {
        metadata = Map.copyOf(metadata);
    }

    String type() {
        return contentType == null ? "binary/octet-stream" : contentType;
    }

    static Map<String, String> metadata(@Nullable Map<String, String> given) {
        return given == null ? Map.of() : given;
    }
}
