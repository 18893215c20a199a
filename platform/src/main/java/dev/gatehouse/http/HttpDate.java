package dev.gatehouse.http;

import dev.gatehouse.kernel.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The Date header, made once a second. SDKs whose clock is off read it to sign again with ours. */
final class HttpDate {
    private record Made(long second, String text) {}

    private final Clock clock;
    private volatile Made latest = new Made(Long.MIN_VALUE, "");

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    String now() {
        long second = clock.now().getEpochSecond();
        Made made = latest;
        if (made.second() != second) {
            made = new Made(second, format());
            latest = made;
        }
        return made.text();
    }

    private String format() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.now().atOffset(ZoneOffset.UTC));
    }
}
