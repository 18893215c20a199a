package dev.gatehouse.lambda.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of functions that log text. Each has its line break, as CloudWatch Logs shows them. */
final class TextLines implements PlatformLines {

    @Override
    public String of(PlatformEvent event, Instant time) {
        return switch (event) {
            case PlatformEvent.InitStart start ->
                    "INIT_START Runtime Version: "
                            + start.runtimeVersion()
                            + "\tRuntime Version ARN: "
                            + start.runtimeVersionArn()
                            + '\n';
            case PlatformEvent.RestoreStart(var runtimeVersion, var arn) ->
                    "RESTORE_START Runtime Version: "
                            + runtimeVersion
                            + "\tRuntime Version ARN: "
                            + arn
                            + '\n';
            case PlatformEvent.InitRuntimeDone _,
                    PlatformEvent.RestoreRuntimeDone _,
                    PlatformEvent.RuntimeDone _ ->
                    "";
            case PlatformEvent.RestoreReport restored -> restoreReport(restored);
            case PlatformEvent.InitReport report ->
                    report.completion().succeeded() ? "" : initReport(report);
            case PlatformEvent.Start start ->
                    "START RequestId: " + start.requestId() + " Version: " + start.version() + '\n';
            case PlatformEvent.End end -> "END RequestId: " + end.requestId() + '\n';
            case PlatformEvent.Report report -> report(report);
            case PlatformEvent.Fault fault -> fault(fault, time);
            case PlatformEvent.Extension(var name, var state, var events, var error) ->
                    subscriber("EXTENSION", name, state, "Events: ", events)
                            + (error == null ? "" : "\tError Type: " + error)
                            + '\n';
            case PlatformEvent.TelemetrySubscription(var name, var state, var types) ->
                    subscriber("TELEMETRY", name, state, "Types: ", types) + '\n';
            case PlatformEvent.LogsSubscription(var name, var state, var types) ->
                    subscriber("LOGS", name, state, "Types: ", types) + '\n';
            // Not AWS's: it drops what extensions do not take, which text does not tell.
            case PlatformEvent.LogsDropped dropped ->
                    "[WARN] Output was dropped: "
                            + dropped.droppedBytes()
                            + " bytes. "
                            + dropped.reason()
                            + '\n';
        };
    }

    private static String initReport(PlatformEvent.InitReport report) {
        StringBuilder line = new StringBuilder(100).append("INIT_REPORT Init Duration: ");
        TwoDecimals.appendMillis(line, report.durationNanos())
                .append(" ms\tPhase: ")
                .append(report.init().phase().label());
        return append(line, report.completion()).append('\n').toString();
    }

    private static String restoreReport(PlatformEvent.RestoreReport report) {
        StringBuilder line = new StringBuilder(100).append("RESTORE_REPORT Restore Duration: ");
        TwoDecimals.appendMillis(line, report.durationNanos()).append(" ms");
        if (!report.completion().succeeded()) {
            append(line, report.completion());
        }
        return line.append('\n').toString();
    }

    private static String report(PlatformEvent.Report report) {
        StringBuilder line = new StringBuilder(200).append("REPORT RequestId: ");
        line.append(report.requestId()).append("\tDuration: ");
        TwoDecimals.appendMillis(line, report.durationNanos())
                .append(" ms\tBilled Duration: ")
                .append(report.billedMillis())
                .append(" ms\tMemory Size: ")
                .append(report.memory().sizeMb())
                .append(" MB\tMax Memory Used: ")
                .append(report.memory().peakMb())
                .append(" MB\t");
        startup(line, report.startup());
        if (!report.completion().succeeded()) {
            line.setLength(line.length() - 1);
            append(line, report.completion());
        }
        FunctionTrace tracing = report.tracing();
        if (tracing != null) {
            line.append("\nXRAY TraceId: ")
                    .append(tracing.traceId())
                    .append("\tSegmentId: ")
                    .append(tracing.spanId())
                    .append("\tSampled: true\t");
        }
        return line.append('\n').toString();
    }

    private static void startup(StringBuilder line, PlatformEvent.@Nullable Startup startup) {
        if (startup == null) {
            return;
        }
        line.append(startup.restored() ? "Restore Duration: " : "Init Duration: ");
        TwoDecimals.appendMillis(line, startup.nanos()).append(" ms\t");
        if (startup.restored()) {
            line.append("Billed Restore Duration: ")
                    .append(PlatformEvent.Report.millis(startup.nanos()))
                    .append(" ms\t");
        }
    }

    private static StringBuilder append(StringBuilder line, PlatformEvent.Completion completion) {
        line.append("\tStatus: ").append(completion.status().label());
        if (completion.errorType() != null) {
            line.append("\tError Type: ").append(completion.errorType());
        }
        return line;
    }

    /** The line of a time-out has a form of its own, and an empty line behind it. */
    private static String fault(PlatformEvent.Fault fault, Instant time) {
        return fault.errorType().equals(PlatformEvent.Fault.TIMEOUT)
                ? instant(time) + ' ' + fault.requestId() + ' ' + fault.reason() + "\n\n"
                : "RequestId: %s Error: %s\n%s\n"
                        .formatted(fault.requestId(), fault.reason(), fault.errorType());
    }

    /** With three decimals always, where {@link Instant#toString} leaves zeros out. */
    private static String instant(Instant time) {
        Instant seconds = time.truncatedTo(ChronoUnit.SECONDS);
        String whole = seconds.toString();
        return "%s.%03dZ"
                .formatted(whole.substring(0, whole.length() - 1), time.getNano() / 1_000_000);
    }

    private static String subscriber(
            String what, String name, String state, String label, List<String> details) {
        return what + "\tName: " + name + "\tState: " + state + '\t' + label + details;
    }
}
