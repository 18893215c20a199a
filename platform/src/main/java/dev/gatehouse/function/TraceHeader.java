package dev.gatehouse.function;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * X-Ray's trace header, {@code X-Amzn-Trace-Id}: {@code Root=1-…;Parent=…;Sampled=0;Lineage=1:…:0}.
 * The form of what Lambda adds is recorded from AWS.
 */
public final class TraceHeader {
    private static final HexFormat HEX = HexFormat.of();

    private TraceHeader() {}

    /** A new trace: {@code Root=1-…} alone. */
    public static String root(long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "Root=1-"
                + HEX.toHexDigits(millis / 1000, 8)
                + '-'
                + HEX.toHexDigits(random.nextLong())
                + HEX.toHexDigits(random.nextLong(), 8);
    }

    /**
     * The header as a function gets it: what the caller said of the trace, its parent and whether
     * it is sampled, with what it did not say. A trace that nobody asked to sample is not sampled.
     *
     * @param header the caller's, with a root at least
     */
    public static String complete(String header) {
        StringBuilder whole = new StringBuilder(header.length() + 64).append(header);
        if (!header.contains("Parent=")) {
            whole.append(";Parent=")
                    .append(HEX.toHexDigits(ThreadLocalRandom.current().nextLong()));
        }
        if (!header.contains("Sampled=")) {
            whole.append(";Sampled=0");
        }
        if (!header.contains("Lineage=")) {
            whole.append(";Lineage=1:")
                    .append(HEX.toHexDigits(ThreadLocalRandom.current().nextLong(), 8))
                    .append(":0");
        }
        return whole.toString();
    }
}
