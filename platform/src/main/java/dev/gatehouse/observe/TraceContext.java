package dev.gatehouse.observe;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place of one span in its trace, read from X-Ray's trace header and handed on in it: {@code
 * Root=1-5759e988-bd862e3fe1be46a994272793} is the trace {@code 5759e988bd862e3fe1be46a994272793}
 * of OpenTelemetry, {@code Parent} its span.
 *
 * <p>Source: the page "Tracing concepts, Tracing header" of the X-Ray Developer Guide.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId the span of who called; 16 hexadecimal digits, or null when it named none
 * @param spanId the new span; 16 hexadecimal digits
 * @param sampled whether it is exported: unless the caller said {@code Sampled=0}
 */
public record TraceContext(
        String traceId, @Nullable String parentId, String spanId, boolean sampled) {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern ROOT =
            Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-f]{8})-([0-9a-f]{24})\\s*(?:;|$)");
    private static final Pattern PARENT =
            Pattern.compile("(?:^|;)\\s*Parent=([0-9a-f]{16})\\s*(?:;|$)");
    private static final Pattern UNSAMPLED = Pattern.compile("(?:^|;)\\s*Sampled=0\\s*(?:;|$)");

    /**
     * A new span of the trace that a caller named, else of a new trace.
     *
     * @param header the caller's {@code X-Amzn-Trace-Id}; one without a proper root is not followed
     * @param millis the time, which a new trace's id begins with
     */
    public static TraceContext under(@Nullable String header, long millis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String spanId = HEX.toHexDigits(random.nextLong(1, Long.MAX_VALUE));
        Matcher root = ROOT.matcher(header == null ? "" : header);
        if (header == null || !root.find()) {
            String unique = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextInt());
            return new TraceContext(HEX.toHexDigits(millis / 1000, 8) + unique, null, spanId, true);
        }
        Matcher parent = PARENT.matcher(header);
        return new TraceContext(
                root.group(1) + root.group(2),
                parent.find() ? parent.group(1) : null,
                spanId,
                !UNSAMPLED.matcher(header).find());
    }

    /** The header for those whom this span calls. */
    public String header() {
        return "Root=1-%s-%s;Parent=%s;Sampled=%d"
                .formatted(traceId.substring(0, 8), traceId.substring(8), spanId, sampled ? 1 : 0);
    }
}
