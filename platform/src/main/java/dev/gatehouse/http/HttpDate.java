package dev.gatehouse.http;

import dev.gatehouse.kernel.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The Date header, made once a second. SDKs whose clock is off read it to sign again with ours, and
 * some read nothing but RFC 9110's form: the JDK's own RFC 1123 form writes the first nine days of
 * a month with one digit.
 */
public final class HttpDate {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private record Made(long second, String text) {}

    private final Clock clock;
    private volatile Made latest = new Made(0, FORM.format(Instant.EPOCH));

    public HttpDate(Clock clock) {
        this.clock = clock;
    }

    /** The text of this moment. Many answers share one second and one text. */
    public String now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Made made = latest;
        if (made.second() != second) {
            made = new Made(second, FORM.format(Instant.ofEpochSecond(second)));
            latest = made;
        }
        return made.text();
    }
}
