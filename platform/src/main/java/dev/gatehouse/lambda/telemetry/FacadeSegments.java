package dev.gatehouse.lambda.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.gatehouse.function.SegmentSink;
import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Report;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Tells X-Ray of functions: hands on what they send, and writes for each event whose trace is
 * sampled the two segments that Lambda has of it, {@code AWS::Lambda} and {@code
 * AWS::Lambda::Function} with its subsegments {@code Initialization}, {@code Invocation} and {@code
 * Overhead}.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html">Visualize Lambda
 *     function invocations using AWS X-Ray</a>
 */
public final class FacadeSegments implements PlatformListener {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int FAULT_STATUS = 500;

    private final SegmentSink sink;

    public FacadeSegments(SegmentSink sink) {
        this.sink = sink;
    }

    @Override
    public void sent(FunctionVersion version, String segment) {
        take(version, segment);
    }

    @Override
    public void happened(FunctionVersion version, PlatformEvent event) {
        if (event instanceof Report report && report.tracing() instanceof FunctionTrace trace) {
            take(version, document(json -> ofService(json, version, report, trace)));
            take(version, document(json -> ofFunction(json, version, report, trace)));
        }
    }

    private void take(FunctionVersion version, String document) {
        Arn function = version.function();
        sink.take(new AccountId(function.account()), new Region(function.region()), document);
    }

    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static String document(Members members) {
        StringWriter text = new StringWriter(600);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void ofService(
            JsonGenerator json, FunctionVersion version, Report report, FunctionTrace trace)
            throws IOException {
        Instant begun = report.spans().begun();
        begin(json, version, trace.serviceId(), trace);
        if (trace.callerId() != null) {
            json.writeStringField("parent_id", trace.callerId());
        }
        times(json, begun, begun.plusNanos(report.durationNanos()));
        fault(json, report.completion());
        json.writeObjectFieldStart("http");
        json.writeObjectFieldStart("response");
        boolean late = report.completion().status() == PlatformEvent.Status.TIMEOUT;
        json.writeNumberField("status", late ? FAULT_STATUS : 200);
        json.writeEndObject();
        json.writeEndObject();
        json.writeObjectFieldStart("aws");
        json.writeStringField("request_id", report.requestId());
        json.writeEndObject();
        json.writeStringField("origin", "AWS::Lambda");
        json.writeStringField("resource_arn", version.function().toString());
    }

    private static void ofFunction(
            JsonGenerator json, FunctionVersion version, Report report, FunctionTrace trace)
            throws IOException {
        Instant begun = report.spans().begun();
        Instant end = begun.plusNanos(report.durationNanos());
        Instant responded =
                begun.plusNanos(Math.min(report.spans().respondedNanos(), report.durationNanos()));
        begin(json, version, trace.spanId(), trace);
        json.writeStringField("parent_id", trace.serviceId());
        times(json, begun, end);
        fault(json, report.completion());
        json.writeStringField("origin", "AWS::Lambda::Function");
        json.writeObjectFieldStart("aws");
        json.writeStringField("account_id", version.function().account());
        json.writeStringField("function_arn", version.function().toString());
        json.writeArrayFieldStart("cloudwatch_logs");
        json.writeStartObject();
        json.writeStringField("log_group", version.logging().group());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeArrayFieldStart("subsegments");
        PlatformEvent.Startup startup = report.startup();
        if (startup != null) {
            String name = startup.restored() ? "Restore" : "Initialization";
            part(json, version, name, begun.minusNanos(startup.nanos()), begun);
        }
        part(json, version, "Invocation", begun, responded);
        part(json, version, "Overhead", responded, end);
        json.writeEndArray();
    }

    private static void begin(
            JsonGenerator json, FunctionVersion version, String id, FunctionTrace trace)
            throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("name", version.name());
        json.writeStringField("trace_id", trace.traceId());
    }

    private static void part(
            JsonGenerator json, FunctionVersion version, String name, Instant start, Instant end)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("id", TraceHeader.newId());
        json.writeStringField("name", name);
        times(json, start, end);
        json.writeObjectFieldStart("aws");
        json.writeStringField("function_arn", version.function().toString());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void times(JsonGenerator json, Instant start, Instant end) throws IOException {
        json.writeNumberField("start_time", seconds(start));
        json.writeNumberField("end_time", seconds(end));
    }

    private static void fault(JsonGenerator json, Completion completion) throws IOException {
        if (!completion.succeeded()) {
            json.writeBooleanField("fault", true);
        }
    }

    /** Since 1970, exact to the microsecond. */
    private static BigDecimal seconds(Instant instant) {
        long micros = instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
        return BigDecimal.valueOf(micros, 6);
    }
}
