package dev.gatehouse.scaling;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of what an operation describes.
 *
 * @param next what asks for the page behind it; null when there is none
 */
record ScalingPage<T>(List<T> items, @Nullable String next) {
    private static final int USUAL = 50;

    /**
     * @param all in the order of their keys
     * @param token names the last of the page before; null for the first page
     * @throws dev.gatehouse.kernel.ServiceException InvalidNextTokenException
     */
    static <T> ScalingPage<T> of(
            List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer most) {
        String after = token == null ? null : read(token);
        int size = most == null ? USUAL : Math.clamp(most, 1, USUAL);
        List<T> rest =
                all.stream()
                        .filter(each -> after == null || key.apply(each).compareTo(after) > 0)
                        .toList();
        List<T> shown = rest.subList(0, Math.min(size, rest.size()));
        return new ScalingPage<>(
                shown, rest.size() > size ? written(key.apply(shown.getLast())) : null);
    }

    private static String written(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException wrong) {
            throw ScalingErrors.invalidToken();
        }
    }
}
