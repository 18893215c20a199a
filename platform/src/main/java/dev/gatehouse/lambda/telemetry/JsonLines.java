package dev.gatehouse.lambda.telemetry;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gatehouse.kernel.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The records of functions that log JSON: the same that the Telemetry API has. */
final class JsonLines implements PlatformLines {
    private final Clock clock;
    private final LogLevel least;

    /**
     * @param least records of lesser levels are left out. Source: Lambda developer guide, system
     *     log level event mapping
     */
    JsonLines(Clock clock, LogLevel least) {
        this.clock = clock;
        this.least = least;
    }

    @Override
    public String initStart(String label, String runtimeArn) {
        return record(
                LogLevel.INFO,
                "platform.initStart",
                "\"initializationType\":\"on-demand\",\"phase\":\"init\",\"runtimeVersion\":\""
                        + label
                        + "\",\"runtimeVersionArn\":\""
                        + runtimeArn
                        + "\"");
    }

    @Override
    public String initReport(long nanos, String phase, Report.Failing failure) {
        StringBuilder members =
                new StringBuilder(160)
                        .append("\"initializationType\":\"on-demand\",\"phase\":\"")
                        .append(phase)
                        .append("\",\"metrics\":{\"durationMs\":");
        TwoDecimals.appendMillis(members, nanos).append('}');
        return record(LogLevel.WARN, "platform.initReport", append(members, failure).toString());
    }

    @Override
    public String start(String requestId, String version) {
        return record(
                LogLevel.INFO,
                "platform.start",
                "\"requestId\":\"" + requestId + "\",\"version\":\"" + version + "\"");
    }

    @Override
    public String end(String requestId) {
        return "";
    }

    @Override
    public String report(Report report) {
        StringBuilder members = new StringBuilder(220).append("\"requestId\":\"");
        members.append(report.requestId()).append("\",\"metrics\":{\"durationMs\":");
        TwoDecimals.appendMillis(members, report.durationNanos())
                .append(",\"billedDurationMs\":")
                .append(report.billedMillis())
                .append(",\"memorySizeMB\":")
                .append(report.memoryMb())
                .append(",\"maxMemoryUsedMB\":")
                .append(report.peakMb());
        if (report.initNanos() >= 0) {
            TwoDecimals.appendMillis(members.append(",\"initDurationMs\":"), report.initNanos());
        }
        members.append('}');
        Report.Failing failure = report.failure();
        if (failure == null) {
            members.append(",\"status\":\"success\"");
        } else {
            append(members, failure);
        }
        return record(
                failure == null ? LogLevel.INFO : LogLevel.WARN,
                "platform.report",
                members.toString());
    }

    private static StringBuilder append(StringBuilder members, Report.Failing failure) {
        members.append(",\"status\":\"").append(failure.status()).append('"');
        if (failure.errorType() != null) {
            // The runtime's own word, whatever is in it.
            members.append(",\"errorType\":\"");
            JsonStringEncoder.getInstance().quoteAsString(failure.errorType(), members);
            members.append('"');
        }
        return members;
    }

    private String record(LogLevel level, String type, String members) {
        if (level.compareTo(least) < 0) {
            return "";
        }
        Instant now = clock.now().truncatedTo(ChronoUnit.MILLIS);
        return "{\"time\":\""
                + DateTimeFormatter.ISO_INSTANT.format(now)
                + "\",\"type\":\""
                + type
                + "\",\"record\":{"
                + members
                + "}}";
    }
}
