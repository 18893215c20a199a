package dev.gatehouse.iam.entity;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list: IAM pages with a marker, here the key of the last item shown.
 *
 * @param marker the next page's marker; null when this page is the last
 */
public record Listing<T>(List<T> items, @Nullable String marker) {
    private static final int PAGE = 100;

    /**
     * @param all everything, in the order of {@code key}
     * @param marker what the client sent
     * @param maxItems how many it wants
     */
    public static <T> Listing<T> page(
            List<T> all,
            Function<T, String> key,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        int most = Objects.requireNonNullElse(maxItems, PAGE);
        List<T> rest =
                marker == null
                        ? all
                        : all.stream()
                                .filter(item -> key.apply(item).compareTo(marker) > 0)
                                .toList();
        if (rest.size() <= most) {
            return new Listing<>(rest, null);
        }
        List<T> items = rest.subList(0, most);
        return new Listing<>(items, key.apply(items.getLast()));
    }

    /** The same of a list in an order of its own: the marker is a place in it. */
    public static <T> Listing<T> page(
            List<T> all, @Nullable String marker, @Nullable Integer maxItems) {
        int from = marker == null ? 0 : place(marker, all.size());
        int to = Math.min(all.size(), from + Objects.requireNonNullElse(maxItems, PAGE));
        return new Listing<>(all.subList(from, to), to == all.size() ? null : Integer.toString(to));
    }

    private static int place(String marker, int end) {
        if (!marker.matches("\\d{1,9}")) {
            throw IamErrors.validation("Invalid Marker.");
        }
        return Math.min(Integer.parseInt(marker), end);
    }

    public boolean truncated() {
        return marker != null;
    }
}
