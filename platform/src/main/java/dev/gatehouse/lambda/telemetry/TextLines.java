package dev.gatehouse.lambda.telemetry;

import java.util.Locale;

/** The lines of functions that log text. */
final class TextLines implements PlatformLines {

    @Override
    public String initStart(String label, String runtimeArn) {
        return "INIT_START Runtime Version: " + label + "\tRuntime Version ARN: " + runtimeArn;
    }

    @Override
    public String initReport(long nanos, String phase, Report.Failing failure) {
        StringBuilder line = new StringBuilder(100).append("INIT_REPORT Init Duration: ");
        TwoDecimals.appendMillis(line, nanos).append(" ms\tPhase: ").append(phase);
        return append(line, failure).toString();
    }

    @Override
    public String start(String requestId, String version) {
        return "START RequestId: " + requestId + " Version: " + version;
    }

    @Override
    public String end(String requestId) {
        return "END RequestId: " + requestId;
    }

    @Override
    public String report(Report report) {
        StringBuilder line = new StringBuilder(200).append("REPORT RequestId: ");
        line.append(report.requestId()).append("\tDuration: ");
        TwoDecimals.appendMillis(line, report.durationNanos())
                .append(" ms\tBilled Duration: ")
                .append(report.billedMillis())
                .append(" ms\tMemory Size: ")
                .append(report.memoryMb())
                .append(" MB\tMax Memory Used: ")
                .append(report.peakMb())
                .append(" MB\t");
        if (report.initNanos() >= 0) {
            line.append("Init Duration: ");
            TwoDecimals.appendMillis(line, report.initNanos()).append(" ms\t");
        }
        if (report.failure() != null) {
            line.setLength(line.length() - 1);
            append(line, report.failure());
        }
        return line.toString();
    }

    private static StringBuilder append(StringBuilder line, Report.Failing failure) {
        line.append("\tStatus: ").append(failure.status().toLowerCase(Locale.ROOT));
        if (failure.errorType() != null) {
            line.append("\tError Type: ").append(failure.errorType());
        }
        return line;
    }
}
