package dev.gatehouse.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the Date header. Many answers share one second and one text. */
final class HttpDate {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private volatile Written last = new Written(0, FORM.format(Instant.EPOCH));

    private record Written(long second, String text) {}

    /** The text of a moment in milliseconds since 1970. */
    String of(long millis) {
        long second = Math.floorDiv(millis, 1000L);
        Written written = last;
        if (written.second != second) {
            written = new Written(second, FORM.format(Instant.ofEpochSecond(second)));
            last = written;
        }
        return written.text;
    }
}
