package dev.gatehouse.wire.format;

import dev.gatehouse.aws.TimestampFormat;
import dev.gatehouse.http.HttpDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** Timestamps on the wire. */
public final class Timestamps {
    private static final DateTimeFormatter ISO_8601 =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO_8601_MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** Text of a timestamp; epoch seconds are digits, with milliseconds where it has some. */
    public static String text(Instant instant, TimestampFormat format) {
        return switch (format) {
            case RFC822 -> HttpDate.of(instant);
            case EPOCH -> epochSeconds(instant);
            case ISO8601, DEFAULT ->
                    isWhole(instant) ? ISO_8601.format(instant) : ISO_8601_MILLIS.format(instant);
        };
    }

    /** Seconds since 1970, to the millisecond, without zeros at the end of a fraction. */
    public static String epochSeconds(Instant instant) {
        long millis = instant.toEpochMilli();
        long whole = Math.abs(millis) / 1000;
        long rest = Math.abs(millis) % 1000;
        String fraction = rest == 0 ? "" : '.' + Long.toString(1000 + rest).substring(1);
        return (millis < 0 ? "-" : "") + whole + withoutTrailingZeros(fraction);
    }

    private static String withoutTrailingZeros(String fraction) {
        int end = fraction.length();
        while (end > 0 && fraction.charAt(end - 1) == '0') {
            end--;
        }
        return fraction.substring(0, end);
    }

    /** Whether a timestamp is one of whole seconds, to the millisecond. */
    public static boolean isWhole(Instant instant) {
        return instant.get(ChronoField.MILLI_OF_SECOND) == 0;
    }

    /** Reads any of the forms, whichever the model prefers: clients differ. */
    public static Instant parse(String text) {
        try {
            if (text.isEmpty()) {
                throw new MalformedException("An empty string is not a timestamp");
            }
            char first = text.charAt(0);
            if (Character.isLetter(first)) {
                return bounded(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
            }
            if (text.indexOf('T') > 0 || text.indexOf('t') > 0) {
                return bounded(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text)));
            }
            return ofEpochSeconds(Double.parseDouble(text));
        } catch (DateTimeException | NumberFormatException unreadable) {
            throw new MalformedException(
                    "class java.lang.String can not be converted to milliseconds since epoch");
        }
    }

    public static Instant ofEpochSeconds(double seconds) {
        if (!(Math.abs(seconds) < 1e12)) {
            throw new MalformedException("The number is not a timestamp in seconds");
        }
        return bounded(Instant.ofEpochMilli(Math.round(seconds * 1000)));
    }

    /** Years that every form can hold: an HTTP date has four digits for them. */
    private static Instant bounded(Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9999) {
            throw new MalformedException("The year of a timestamp must be between 0 and 9999");
        }
        return instant;
    }
}
