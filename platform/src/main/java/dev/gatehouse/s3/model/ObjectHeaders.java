package dev.gatehouse.s3.model;

import dev.gatehouse.aws.View;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an object was put with and is got with.
 *
 * @param metadata the user's own, without their prefix
 * @param tags in the order given; absent from what was stored before there were any
 */
public record ObjectHeaders(
        @Nullable String contentType,
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        @Nullable String contentEncoding,
        @Nullable String contentLanguage,
        @Nullable String expires,
        Map<String, String> metadata,
        Map<String, String> tags) {

    public static final ObjectHeaders NONE =
            new ObjectHeaders(null, null, null, null, null, null, Map.of(), Map.of());

    public ObjectHeaders {
        metadata = Map.copyOf(metadata);
        tags = new LinkedHashMap<>(Objects.requireNonNullElse(tags, Map.of()));
    }

    public String type() {
        return contentType == null ? "binary/octet-stream" : contentType;
    }

    /** What a request gives in members such as ContentType and Metadata. */
    public static ObjectHeaders of(View input) {
        return new ObjectHeaders(
                text(input, "ContentType"),
                text(input, "CacheControl"),
                text(input, "ContentDisposition"),
                text(input, "ContentEncoding"),
                text(input, "ContentLanguage"),
                text(input, "Expires"),
                metadata(input.data().value("Metadata")),
                ObjectTags.parse(text(input, "Tagging")));
    }

    public ObjectHeaders tagged(Map<String, String> other) {
        return new ObjectHeaders(
                contentType,
                cacheControl,
                contentDisposition,
                contentEncoding,
                contentLanguage,
                expires,
                metadata,
                other);
    }

    private static @Nullable String text(View input, String member) {
        return (String) input.data().value(member);
    }

    private static Map<String, String> metadata(@Nullable Object given) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> metadata.put(String.valueOf(key), String.valueOf(value)));
        }
        return metadata;
    }
}
