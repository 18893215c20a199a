package dev.gatehouse.identity.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
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
    public static Optional<AmzDate> parse(String text) {
        boolean formed = text.length() == 16 && text.charAt(8) == 'T' && text.charAt(15) == 'Z';
        if (!formed) {
            return Optional.empty();
        }
        try {
            LocalDateTime time =
                    LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 4, 6),
                            number(text, 6, 8),
                            number(text, 9, 11),
                            number(text, 11, 13),
                            number(text, 13, 15));
            return Optional.of(new AmzDate(text, time.toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** The number that digits of a text are; one that no part of a date is for others. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            number = number * 10 + digit;
        }
        return number;
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
