package dev.gatehouse.lambda.telemetry;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of functions that log JSON: the same that the Telemetry API has. */
final class JsonLines implements PlatformLines {
    private static final TextLines FAULTS = new TextLines();

    private final LogLevel least;

    /**
     * @param least records of lesser levels are left out
     */
    JsonLines(LogLevel least) {
        this.least = least;
    }

    @Override
    public String of(PlatformEvent event, Instant time) {
        if (event instanceof PlatformEvent.Fault) {
            return FAULTS.of(event, time); // text in both formats
        }
        if (event instanceof PlatformEvent.End || level(event).compareTo(least) < 0) {
            return "";
        }
        StringBuilder record = new StringBuilder(280).append("{\"time\":\"");
        DateTimeFormatter.ISO_INSTANT.formatTo(time.truncatedTo(ChronoUnit.MILLIS), record);
        record.append("\",\"type\":\"platform.").append(type(event)).append("\",\"record\":{");
        return members(record, event).append("}}").toString();
    }

    /** Source: Lambda developer guide, "System log level event mapping". */
    private static LogLevel level(PlatformEvent event) {
        return switch (event) {
            case PlatformEvent.InitStart _,
                    PlatformEvent.RestoreStart _,
                    PlatformEvent.Start _,
                    PlatformEvent.End _,
                    PlatformEvent.Extension _,
                    PlatformEvent.TelemetrySubscription _,
                    PlatformEvent.LogsSubscription _ ->
                    LogLevel.INFO;
            case PlatformEvent.InitRuntimeDone done -> level(done.completion(), LogLevel.DEBUG);
            case PlatformEvent.InitReport report -> level(report.completion(), LogLevel.DEBUG);
            case PlatformEvent.RestoreRuntimeDone done -> level(done.completion(), LogLevel.DEBUG);
            case PlatformEvent.RestoreReport report -> level(report.completion(), LogLevel.DEBUG);
            case PlatformEvent.RuntimeDone done -> level(done.completion(), LogLevel.DEBUG);
            case PlatformEvent.Report report -> level(report.completion(), LogLevel.INFO);
            case PlatformEvent.Fault _, PlatformEvent.LogsDropped _ -> LogLevel.WARN;
        };
    }

    private static LogLevel level(PlatformEvent.Completion completion, LogLevel ofSuccess) {
        return completion.succeeded() ? ofSuccess : LogLevel.WARN;
    }

    private static String type(PlatformEvent event) {
        return switch (event) {
            case PlatformEvent.InitStart _ -> "initStart";
            case PlatformEvent.InitRuntimeDone _ -> "initRuntimeDone";
            case PlatformEvent.InitReport _ -> "initReport";
            case PlatformEvent.RestoreStart _ -> "restoreStart";
            case PlatformEvent.RestoreRuntimeDone _ -> "restoreRuntimeDone";
            case PlatformEvent.RestoreReport _ -> "restoreReport";
            case PlatformEvent.Start _ -> "start";
            case PlatformEvent.RuntimeDone _ -> "runtimeDone";
            case PlatformEvent.End _ -> "end";
            case PlatformEvent.Report _ -> "report";
            case PlatformEvent.Fault _ -> "fault";
            case PlatformEvent.Extension _ -> "extension";
            case PlatformEvent.TelemetrySubscription _ -> "telemetrySubscription";
            case PlatformEvent.LogsSubscription _ -> "logsSubscription";
            case PlatformEvent.LogsDropped _ -> "logsDropped";
        };
    }

    private static StringBuilder members(StringBuilder record, PlatformEvent event) {
        return switch (event) {
            case PlatformEvent.InitStart start ->
                    runtime(
                            init(record, start.init()).append(','),
                            start.runtimeVersion(),
                            start.runtimeVersionArn());
            case PlatformEvent.InitRuntimeDone done ->
                    status(init(record, done.init()), done.completion());
            case PlatformEvent.InitReport report -> initReport(record, report);
            case PlatformEvent.RestoreStart(var runtimeVersion, var arn) ->
                    runtime(record, runtimeVersion, arn);
            case PlatformEvent.RestoreRuntimeDone done -> ended(record, done.completion());
            case PlatformEvent.RestoreReport report ->
                    status(took(record, report.durationNanos()), report.completion());
            case PlatformEvent.Start start -> start(record, start);
            case PlatformEvent.RuntimeDone done -> runtimeDone(record, done);
            case PlatformEvent.Report report -> report(record, report);
            case PlatformEvent.End end -> request(record, end.requestId());
            case PlatformEvent.Fault fault -> request(record, fault.requestId());
            case PlatformEvent.Extension(var name, var state, var events, var error) ->
                    error(subscriber(record, name, state, "events", events), error);
            case PlatformEvent.TelemetrySubscription(var name, var state, var types) ->
                    subscriber(record, name, state, "types", types);
            case PlatformEvent.LogsSubscription(var name, var state, var types) ->
                    subscriber(record, name, state, "types", types);
            case PlatformEvent.LogsDropped(String reason, long records, long bytes) ->
                    text(record.append("\"reason\":"), reason)
                            .append(",\"droppedRecords\":")
                            .append(records)
                            .append(",\"droppedBytes\":")
                            .append(bytes);
        };
    }

    private static StringBuilder initReport(StringBuilder record, PlatformEvent.InitReport report) {
        took(init(record, report.init()).append(','), report.durationNanos());
        return status(record, report.completion());
    }

    private static StringBuilder took(StringBuilder record, long nanos) {
        record.append("\"metrics\":{\"durationMs\":");
        return TwoDecimals.appendMillis(record, nanos).append('}');
    }

    private static StringBuilder runtime(StringBuilder record, String version, String arn) {
        return record.append("\"runtimeVersion\":\"")
                .append(version)
                .append("\",\"runtimeVersionArn\":\"")
                .append(arn)
                .append('"');
    }

    private static StringBuilder runtimeDone(StringBuilder record, PlatformEvent.RuntimeDone done) {
        status(request(record, done.requestId()), done.completion());
        TwoDecimals.appendMillis(
                record.append(",\"metrics\":{\"durationMs\":"), done.durationNanos());
        record.append(",\"producedBytes\":").append(done.producedBytes()).append('}');
        if (done.completion().succeeded()) {
            spans(record, done);
        }
        return tracing(record, done.tracing());
    }

    private static void spans(StringBuilder record, PlatformEvent.RuntimeDone done) {
        PlatformEvent.Spans spans = done.spans();
        long responded = spans.respondedNanos();
        record.append(",\"spans\":[");
        span(record, "responseLatency", spans.begun(), spans.latencyNanos()).append(',');
        span(
                        record,
                        "responseDuration",
                        spans.begun().plusNanos(spans.latencyNanos()),
                        responded - spans.latencyNanos())
                .append(',');
        span(
                        record,
                        "runtimeOverhead",
                        spans.begun().plusNanos(responded),
                        Math.max(0, done.durationNanos() - responded))
                .append(']');
    }

    private static StringBuilder span(
            StringBuilder record, String name, Instant start, long nanos) {
        record.append("{\"name\":\"").append(name).append("\",\"start\":\"");
        DateTimeFormatter.ISO_INSTANT.formatTo(start.truncatedTo(ChronoUnit.MILLIS), record);
        return TwoDecimals.appendMillis(record.append("\",\"durationMs\":"), nanos).append('}');
    }

    private static StringBuilder start(StringBuilder record, PlatformEvent.Start start) {
        request(record, start.requestId())
                .append(",\"version\":\"")
                .append(start.version())
                .append('"');
        String tenant = start.tenantId();
        if (tenant != null) {
            text(record.append(",\"tenantId\":"), tenant);
        }
        return tracing(record, start.tracing());
    }

    private static StringBuilder tracing(StringBuilder record, @Nullable FunctionTrace tracing) {
        return tracing == null
                ? record
                : record.append(",\"tracing\":{\"spanId\":\"")
                        .append(tracing.spanId())
                        .append("\",\"type\":\"X-Amzn-Trace-Id\",\"value\":\"")
                        .append(tracing.header())
                        .append("\"}");
    }

    private static StringBuilder report(StringBuilder record, PlatformEvent.Report report) {
        request(record, report.requestId()).append(",\"metrics\":{\"durationMs\":");
        TwoDecimals.appendMillis(record, report.durationNanos())
                .append(",\"billedDurationMs\":")
                .append(report.billedMillis())
                .append(",\"memorySizeMB\":")
                .append(report.memory().sizeMb())
                .append(",\"maxMemoryUsedMB\":")
                .append(report.memory().peakMb());
        startup(record, report.startup());
        return tracing(status(record.append('}'), report.completion()), report.tracing());
    }

    private static void startup(StringBuilder record, PlatformEvent.@Nullable Startup startup) {
        if (startup == null) {
            return;
        }
        record.append(startup.restored() ? ",\"restoreDurationMs\":" : ",\"initDurationMs\":");
        TwoDecimals.appendMillis(record, startup.nanos());
        if (startup.restored()) {
            record.append(",\"billedRestoreDurationMs\":")
                    .append(PlatformEvent.Report.millis(startup.nanos()));
        }
    }

    private static StringBuilder init(StringBuilder record, PlatformEvent.Init init) {
        return record.append("\"initializationType\":\"")
                .append(init.type().label())
                .append("\",\"phase\":\"")
                .append(init.phase().label())
                .append('"');
    }

    private static StringBuilder request(StringBuilder record, String requestId) {
        return record.append("\"requestId\":\"").append(requestId).append('"');
    }

    private static StringBuilder status(StringBuilder record, PlatformEvent.Completion completion) {
        return ended(record.append(','), completion);
    }

    private static StringBuilder ended(StringBuilder record, PlatformEvent.Completion completion) {
        record.append("\"status\":\"").append(completion.status().label()).append('"');
        return error(record, completion.errorType());
    }

    /** The runtime's or an extension's own word, whatever is in it. */
    private static StringBuilder error(StringBuilder record, @Nullable String type) {
        return type == null ? record : text(record.append(",\"errorType\":"), type);
    }

    private static StringBuilder subscriber(
            StringBuilder record, String name, String state, String label, List<String> details) {
        text(record.append("\"name\":"), name);
        text(record.append(",\"state\":"), state).append(",\"").append(label).append("\":[");
        for (int i = 0; i < details.size(); i++) {
            text(i == 0 ? record : record.append(','), details.get(i));
        }
        return record.append(']');
    }

    private static StringBuilder text(StringBuilder record, String value) {
        record.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, record);
        return record.append('"');
    }
}
