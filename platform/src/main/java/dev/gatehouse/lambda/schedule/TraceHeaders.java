package dev.gatehouse.lambda.schedule;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** X-Ray trace headers for calls that come without one. */
final class TraceHeaders {
    private static final HexFormat HEX = HexFormat.of();

    private TraceHeaders() {}

    /** A new trace that nobody records, in the form Lambda gives it. */
    static String unsampled(long nowMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong();
        return "Root=1-"
                + HEX.toHexDigits(nowMillis / 1000, 8)
                + '-'
                + HEX.toHexDigits(high)
                + HEX.toHexDigits(random.nextLong(), 8)
                + ";Parent="
                + HEX.toHexDigits(random.nextLong())
                + ";Sampled=0;Lineage=1:"
                + HEX.toHexDigits(high, 8)
                + ":0";
    }
}
