package dev.gatehouse.iam;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list: IAM pages with a marker, here the key of the last item shown.
 *
 * @param marker the next page's marker; null when this page is the last
 */
record Listing<T>(List<T> items, @Nullable String marker) {
    private static final int PAGE = 100;

    /**
     * @param all everything, in the order of {@code key}
     * @param marker what the client sent
     * @param maxItems how many it wants
     */
    static <T> Listing<T> page(
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

    boolean truncated() {
        return marker != null;
    }
}
