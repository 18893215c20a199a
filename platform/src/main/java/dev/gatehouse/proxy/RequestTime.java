package dev.gatehouse.proxy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes timestamps as API Gateway does: {@code 21/Nov/2026:13:02:50 +0000}. Many requests share
 * one second and one text.
 */
public final class RequestTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static volatile Written last = new Written(0, FORM.format(Instant.EPOCH));

    private RequestTime() {}

    private record Written(long second, String text) {}

    /** The text of a timestamp in milliseconds since 1970. */
    public static String of(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        Written written = last;
        if (written.second != second) {
            written = new Written(second, FORM.format(Instant.ofEpochSecond(second)));
            last = written;
        }
        return written.text;
    }
}
