package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.gateway.resource.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Pages of lists of which a request wants a part. */
final class Pages {
    private static final int READ = 500;

    private Pages() {}

    /** Reads pages of all there is. */
    @FunctionalInterface
    interface Source<T> {
        Page<T> page(@Nullable String position, int limit);
    }

    /**
     * A page of what is wanted; a position is the id of the last one shown.
     *
     * @param id the id of one, by which all are in order
     */
    static <T> Page<T> filtered(
            Source<T> source,
            @Nullable String position,
            int limit,
            Predicate<T> wanted,
            Function<T, String> id) {
        List<T> found = new ArrayList<>();
        String next = position;
        do {
            Page<T> page = source.page(next, READ);
            for (T each : page.items()) {
                if (wanted.test(each)) {
                    if (found.size() == limit) {
                        return new Page<>(found, id.apply(found.getLast()));
                    }
                    found.add(each);
                }
            }
            next = page.next();
        } while (next != null);
        return new Page<>(found, null);
    }
}
