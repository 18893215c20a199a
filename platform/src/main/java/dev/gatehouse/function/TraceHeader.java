package dev.gatehouse.function;

import dev.gatehouse.kernel.Arn;
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
    private static final String LINEAGE = "Lineage=";

    /** Counts of lineages are small. */
    private static final int MOST_DIGITS = 6;

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

    /** What a function is called in lineages. */
    public static String lineage(Arn function) {
        return HEX.toHexDigits(function.toString().hashCode());
    }

    /**
     * How often a chain of calls has come through a function: a call that a function makes by an
     * SDK of AWS's names the lineage of the event that it works on.
     *
     * @param function as {@link #lineage} names it
     * @return -1 when it has not
     */
    public static int hops(String header, String function) {
        int start = count(header, function);
        int end = start < 0 ? start : endOfNumber(header, start);
        return start < 0 || end == start || end - start > MOST_DIGITS
                ? -1
                : Integer.parseInt(header, start, end, 10);
    }

    private static int endOfNumber(String header, int start) {
        int end = start;
        while (end < header.length() && Character.isDigit(header.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where the count of a function begins; -1 when the lineage has none. */
    private static int count(String header, String function) {
        int lineage = header.indexOf(LINEAGE);
        int found = lineage < 0 ? -1 : header.indexOf(function + ':', lineage);
        return found < 0 ? -1 : found + function.length() + 1;
    }

    /**
     * As {@link #complete(String)}, with the function that gets it in the lineage.
     *
     * @param traced whether the function samples a trace on which no caller decided
     */
    public static String complete(String header, String function, boolean traced) {
        int lineage = header.indexOf(LINEAGE);
        if (lineage < 0) {
            return whole(header, function, traced);
        }
        int hops = hops(header, function);
        if (hops >= 0) {
            int start = count(header, function);
            int end = endOfNumber(header, start);
            return whole(
                    header.substring(0, start) + (hops + 1) + header.substring(end),
                    function,
                    traced);
        }
        int end = header.indexOf(';', lineage);
        int at = end < 0 ? header.length() : end;
        return whole(
                header.substring(0, at) + '|' + function + ":0" + header.substring(at),
                function,
                traced);
    }

    /** The value of one of its fields; null where it has none of that name. */
    public static @Nullable String value(String header, String field) {
        int start = 0;
        while (start < header.length()) {
            int end = header.indexOf(';', start);
            int stop = end < 0 ? header.length() : end;
            int name = start;
            while (name < stop && header.charAt(name) == ' ') {
                name++;
            }
            if (header.startsWith(field, name) && header.startsWith("=", name + field.length())) {
                return header.substring(name + field.length() + 1, stop).strip();
            }
            start = stop + 1;
        }
        return null;
    }

    /** The header for what a segment calls: with that as the parent. */
    public static String under(String header, String parent) {
        String former = value(header, "Parent");
        return former == null
                ? header + ";Parent=" + parent
                : header.replace("Parent=" + former, "Parent=" + parent);
    }

    /** The id of a new segment. */
    public static String newId() {
        return HEX.toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /**
     * The header as a function gets it: what the caller said of the trace, its parent and whether
     * it is sampled, with what it did not say. A trace that no caller asked to sample is not
     * sampled.
     *
     * @param header one that {@link #isTrace}, or a new root
     */
    public static String complete(String header) {
        return whole(header, null, false);
    }

    private static String whole(String header, @Nullable String function, boolean traced) {
        StringBuilder whole = new StringBuilder(header.length() + 64).append(header);
        if (!header.contains("Parent=")) {
            whole.append(";Parent=").append(newId());
        }
        if (!header.contains("Sampled=")) {
            whole.append(";Sampled=").append(traced ? '1' : '0');
        }
        if (!header.contains(LINEAGE)) {
            String first =
                    function == null
                            ? HEX.toHexDigits(ThreadLocalRandom.current().nextLong(), 8)
                            : function;
            whole.append(';').append(LINEAGE).append("1:").append(first).append(":0");
        }
        return whole.toString();
    }
}
