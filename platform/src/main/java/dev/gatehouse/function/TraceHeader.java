package dev.gatehouse.function;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray's trace header, {@code X-Amzn-Trace-Id}: {@code Root=1-…;Parent=…;Sampled=0;Lineage=1:…:0}.
 * The form of what Lambda adds is recorded from AWS.
 */
public final class TraceHeader {
    private static final HexFormat HEX = HexFormat.of();

    /** Longer ones are no trace of X-Ray's. */
    private static final int LONGEST = 512;

    private static final Pattern ROOT =
            Pattern.compile("(?:^|.*;)\\s*Root=1-[0-9a-f]{8}-[0-9a-f]{24}\\s*(?:$|;.*)");

    private TraceHeader() {}

    /** Whether a caller's header names a trace; a new one takes the place of what does not. */
    public static boolean isTrace(@Nullable String header) {
        return header != null && header.length() <= LONGEST && ROOT.matcher(header).matches();
    }

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
     * @param header one that {@link #isTrace}, or a new root
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
