package dev.gatehouse.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A segment or subsegment of X-Ray's as a span.
 *
 * @param name its own, or for Lambda's two segments of an event their origin, which tells them
 *     apart
 * @param called whether it is the call of another service
 * @param fault whether it failed
 */
record SegmentSpan(
        TraceContext context,
        String name,
        boolean called,
        boolean fault,
        long startNanos,
        long endNanos) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TRACE = Pattern.compile("1-[0-9a-f]{8}-[0-9a-f]{24}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final Set<String> CALLED = Set.of("aws", "remote");
    private static final int MOST_BELOW = 1_000;

    /** Those of a document; none of one that has not ended, or is no segment. */
    static List<SegmentSpan> of(String document) {
        List<SegmentSpan> spans = new ArrayList<>();
        try {
            JsonNode json = JSON.readTree(document);
            String trace = json.path("trace_id").asText();
            if (TRACE.matcher(trace).matches()) {
                String id = trace.substring(2).replace("-", "");
                add(json, id, json.path("parent_id").asText(""), spans);
            }
        } catch (JsonProcessingException noDocument) {
            // Dropped, as X-Ray does.
        }
        return spans;
    }

    private static void add(JsonNode json, String trace, String parent, List<SegmentSpan> spans) {
        String id = json.path("id").asText("");
        JsonNode start = json.path("start_time");
        JsonNode end = json.path("end_time");
        if (!ID.matcher(id).matches() || !start.isNumber() || !end.isNumber()) {
            return;
        }
        String above = ID.matcher(parent).matches() ? parent : null;
        String origin = json.path("origin").asText("");
        spans.add(
                new SegmentSpan(
                        new TraceContext(trace, above, id, true),
                        origin.isEmpty() ? json.path("name").asText("segment") : origin,
                        CALLED.contains(json.path("namespace").asText()),
                        json.path("fault").asBoolean() || json.path("error").asBoolean(),
                        nanos(start),
                        nanos(end)));
        for (JsonNode below : json.path("subsegments")) {
            if (spans.size() < MOST_BELOW) {
                add(below, trace, id, spans);
            }
        }
    }

    private static long nanos(JsonNode seconds) {
        if (!Double.isFinite(seconds.doubleValue())) {
            return 0;
        }
        BigDecimal nanos = seconds.decimalValue().movePointRight(9);
        return nanos.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                ? nanos.longValue()
                : 0;
    }
}
