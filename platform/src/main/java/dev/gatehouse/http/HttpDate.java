package dev.gatehouse.http;

import dev.gatehouse.kernel.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The Date header, made once a second. SDKs whose clock is off read it to sign again with ours, and
 * some read nothing but RFC 9110's form: the JDK's own RFC 1123 form writes the first nine days of
 * a month with one digit.
 */
public final class HttpDate {
    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private record Made(long second, String text) {}

    private final Clock clock;
    private volatile Made latest = new Made(0, of(Instant.EPOCH));

    public HttpDate(Clock clock) {
        this.clock = clock;
    }

    /**
     * The text of a timestamp, in whole seconds. Written by hand: a formatter that knows names of
     * days and months loads all of them, in all their forms, which takes a start 20 ms.
     */
    public static String of(Instant instant) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(DAYS[time.getDayOfWeek().ordinal()]).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        twoDigits(text, time.getYear() / 100);
        twoDigits(text, time.getYear() % 100).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /** The text of this instant. Many responses share one second and one text. */
    public String now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Made made = latest;
        if (made.second() != second) {
            made = new Made(second, of(Instant.ofEpochSecond(second)));
            latest = made;
        }
        return made.text();
    }
}
