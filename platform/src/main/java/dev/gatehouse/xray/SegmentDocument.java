package dev.gatehouse.xray;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.kernel.Nesting;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment, or a subsegment that was sent on its own.
 *
 * @param json the document
 * @see <a
 *     href="https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html">X-Ray
 *     segment documents</a>
 */
record SegmentDocument(ObjectNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern TRACE = Pattern.compile("1-[0-9a-f]{8}-[0-9a-f]{24}");

    /** OpenTelemetry's form of the same. */
    private static final Pattern W3C_TRACE = Pattern.compile("[0-9a-f]{32}");

    private static final int LONGEST_NAME = 200;
    private static final double MICROS = 1e6;

    /** In the year 5138: what is beyond is no time, and infinite where it has an exponent. */
    private static final double LAST_SECOND = 1e11;

    /** What is wrong with a document, by X-Ray's word for it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final @Nullable String id;
        private final String code;

        private Malformed(@Nullable String id, String code) {
            super(code, null, false, false);
            this.id = id;
            this.code = code;
        }

        @Nullable String id() {
            return id;
        }

        String code() {
            return code;
        }
    }

    /**
     * @throws Malformed it is no segment
     */
    static SegmentDocument read(String text) throws Malformed {
        if (Nesting.isTooDeep(text)) {
            throw new Malformed(null, "ParseError");
        }
        JsonNode read;
        try {
            read = JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new Malformed(null, "ParseError");
        }
        if (!(read instanceof ObjectNode document)) {
            throw new Malformed(null, "ParseError");
        }
        String id = document.path("id").asText("");
        if (!ID.matcher(id).matches()) {
            throw new Malformed(null, "InvalidId");
        }
        String trace = document.path("trace_id").asText("").toLowerCase(Locale.ROOT);
        if (W3C_TRACE.matcher(trace).matches()) {
            trace = "1-" + trace.substring(0, 8) + '-' + trace.substring(8);
        }
        if (!TRACE.matcher(trace).matches()) {
            throw new Malformed(id, "InvalidTraceId");
        }
        document.put("trace_id", trace);
        String name = document.path("name").asText("");
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new Malformed(id, "InvalidName");
        }
        if (!isTime(document.path("start_time"))) {
            throw new Malformed(id, "MissingStartTime");
        }
        if (!isTime(document.path("end_time")) && !document.path("in_progress").asBoolean()) {
            throw new Malformed(id, "MissingEndTime");
        }
        return new SegmentDocument(document);
    }

    /** A time; another where there is none. */
    static double seconds(JsonNode time, double otherwise) {
        return isTime(time) ? time.asDouble() : otherwise;
    }

    private static boolean isTime(JsonNode seconds) {
        return seconds.isNumber() && Math.abs(seconds.asDouble()) < LAST_SECOND;
    }

    String id() {
        return json.path("id").asText();
    }

    String traceId() {
        return json.path("trace_id").asText();
    }

    String name() {
        return json.path("name").asText();
    }

    /** Under which segment or subsegment it is; empty for none. */
    String parentId() {
        return json.path("parent_id").asText("");
    }

    boolean isSubsegment() {
        return json.path("type").asText("").equals("subsegment");
    }

    boolean isInProgress() {
        return json.path("in_progress").asBoolean();
    }

    boolean is(String flag) {
        return json.path(flag).asBoolean();
    }

    double start() {
        return json.path("start_time").asDouble();
    }

    /** One that has not ended yet ends as it began. */
    double end() {
        return seconds(json.path("end_time"), start());
    }

    /** Seconds since 1970 as X-Ray writes them. */
    static Instant instant(double seconds) {
        long micros = Math.round(seconds * MICROS);
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
