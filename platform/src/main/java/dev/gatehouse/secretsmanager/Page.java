package dev.gatehouse.secretsmanager;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next what asks for the page behind it; null when there is none
 */
record Page<T>(List<T> shown, @Nullable String next) {

    /**
     * @param name what tokens are made of: the name of a page's last
     * @throws dev.gatehouse.kernel.ServiceException InvalidNextTokenException when there is no such
     */
    static <T> Page<T> of(List<T> all, Function<T, String> name, @Nullable String token, int most) {
        int from = 0;
        if (token != null) {
            List<String> names = all.stream().map(name).toList();
            from = names.indexOf(token) + 1;
            if (from == 0) {
                throw SecretErrors.of("InvalidNextTokenException", "Invalid NextToken value.");
            }
        }
        int to = Math.min(from + most, all.size());
        List<T> shown = all.subList(from, to);
        return new Page<>(shown, to < all.size() ? name.apply(shown.getLast()) : null);
    }
}
