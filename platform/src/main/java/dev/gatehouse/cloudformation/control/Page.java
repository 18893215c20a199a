package dev.gatehouse.cloudformation.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list, and what asks for more of it.
 *
 * @param next null when that was all
 */
record Page<T>(List<T> items, @Nullable String next) {

    /**
     * @param token where to go on, as an earlier page said
     * @throws dev.gatehouse.kernel.ServiceException InvalidRequestException when none did
     */
    static <T> Page<T> of(List<T> all, @Nullable String token, @Nullable Integer most, int usual) {
        int from = 0;
        if (token != null) {
            try {
                from = Integer.parseInt(token);
            } catch (NumberFormatException none) {
                from = -1;
            }
            if (from < 0 || from > all.size()) {
                throw ControlErrors.invalid("The NextToken is invalid");
            }
        }
        int to = Math.min(all.size(), from + (most == null ? usual : most));
        return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }
}
