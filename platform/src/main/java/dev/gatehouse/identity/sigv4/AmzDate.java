package dev.gatehouse.identity.sigv4;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * The instant of a signature.
 *
 * @param text {@code yyyyMMdd'T'HHmmss'Z'}, as it is signed
 * @param instant what it says
 */
public record AmzDate(String text, Instant instant) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public static String format(Instant instant) {
        return BASIC.format(instant);
    }

    /** Reads the basic ISO 8601 form of {@code X-Amz-Date}. */
    static Optional<AmzDate> parse(String text) {
        try {
            return Optional.of(new AmzDate(text, BASIC.parse(text, Instant::from)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** Reads a {@code Date} header: RFC 1123, or the basic form some clients put there. */
    static Optional<AmzDate> parseHttpDate(String text) {
        try {
            Instant instant = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Optional.of(new AmzDate(format(instant), instant));
        } catch (DateTimeParseException _) {
            return parse(text);
        }
    }
}
