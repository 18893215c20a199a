package dev.gatehouse.s3.listing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a listing writes keys, which may hold characters that XML cannot. */
final class KeyEncoding {
    private KeyEncoding() {}

    /**
     * @param encodingType {@code url}, or null for keys as they are
     */
    static UnaryOperator<String> of(@Nullable String encodingType) {
        return encodingType == null
                ? text -> text
                : text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
