package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.kernel.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names of log streams: {@code 2026/11/21/[$LATEST]<32 hexadecimal digits>}. */
public final class LogStreams {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

    private LogStreams() {}

    public static String next(Clock clock, String version) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return DAY.format(clock.now())
                + "/["
                + version
                + ']'
                + hex.toHexDigits(random.nextLong())
                + hex.toHexDigits(random.nextLong());
    }
}
