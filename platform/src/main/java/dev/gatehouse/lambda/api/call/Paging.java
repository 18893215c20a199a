package dev.gatehouse.lambda.api.call;

import dev.gatehouse.lambda.model.LambdaErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items what is on it
 * @param nextMarker what asks for the next page; null on the last
 */
public record Paging<T>(List<T> items, @Nullable String nextMarker) {
    /** Lambda gives at most as many at once, whatever MaxItems says. */
    private static final int MOST = 50;

    /** Reads a page, given what reads items after an id. */
    public static <T> Paging<T> read(
            @Nullable String marker,
            @Nullable Integer maxItems,
            Reader<T> reader,
            Function<T, String> id) {
        int size = maxItems == null ? MOST : Math.min(maxItems, MOST);
        List<T> items = reader.read(marker == null ? null : decode(marker), size + 1);
        if (items.size() <= size) {
            return new Paging<>(items, null);
        }
        List<T> page = items.subList(0, size);
        return new Paging<>(page, encode(id.apply(page.getLast())));
    }

    /** Reads items in the order of their ids. */
    @FunctionalInterface
    public interface Reader<T> {
        List<T> read(@Nullable String afterId, int limit);
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw LambdaErrors.invalidParameter("Invalid Marker: " + marker);
        }
    }
}
