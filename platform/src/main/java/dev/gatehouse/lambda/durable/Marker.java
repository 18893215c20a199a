package dev.gatehouse.lambda.durable;

import org.jspecify.annotations.Nullable;

/** Where a page begins: a number, which callers get and give back as text. */
final class Marker {
    private static final int LARGEST_PAGE = 1000;

    private Marker() {}

    static int of(@Nullable String marker, int first) {
        if (marker == null || marker.isEmpty()) {
            return first;
        }
        try {
            int number = Integer.parseInt(marker);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw DurableErrors.invalidMarker();
        }
        throw DurableErrors.invalidMarker();
    }

    /** How many a page may have. */
    static int size(@Nullable Integer wanted, int usual) {
        return wanted == null || wanted <= 0 ? usual : Math.min(wanted, LARGEST_PAGE);
    }
}
