package dev.gatehouse.lambda.telemetry;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The records that subscribers of the Telemetry API and of the Logs API get.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html">Telemetry
 *     API Event schema reference</a>
 */
public final class TelemetryRecords {
    private static final JsonLines RECORDS = new JsonLines(LogLevel.TRACE);
    private static final TextLines TEXTS = new TextLines();

    private TelemetryRecords() {}

    /** A platform event; null where the Telemetry API has none of it. */
    public static @Nullable String ofTelemetry(PlatformEvent event, Instant time) {
        return switch (event) {
            case PlatformEvent.End _, PlatformEvent.Fault _, PlatformEvent.LogsSubscription _ ->
                    null;
            case PlatformEvent.InitStart _,
                    PlatformEvent.InitRuntimeDone _,
                    PlatformEvent.InitReport _,
                    PlatformEvent.RestoreStart _,
                    PlatformEvent.RestoreRuntimeDone _,
                    PlatformEvent.RestoreReport _,
                    PlatformEvent.Start _,
                    PlatformEvent.RuntimeDone _,
                    PlatformEvent.Report _,
                    PlatformEvent.Extension _,
                    PlatformEvent.TelemetrySubscription _,
                    PlatformEvent.LogsDropped _ ->
                    RECORDS.of(event, time);
        };
    }

    /** A platform event; null where the Logs API has none of it. */
    public static @Nullable String ofLogs(PlatformEvent event, Instant time) {
        return switch (event) {
            case PlatformEvent.InitStart _,
                    PlatformEvent.InitRuntimeDone _,
                    PlatformEvent.InitReport _,
                    PlatformEvent.RestoreStart _,
                    PlatformEvent.RestoreRuntimeDone _,
                    PlatformEvent.RestoreReport _,
                    PlatformEvent.TelemetrySubscription _ ->
                    null;
            case PlatformEvent.End(String requestId) ->
                    of("platform.end", time, "{\"requestId\":\"" + requestId + "\"}", true);
            case PlatformEvent.Fault fault ->
                    of("platform.fault", time, TEXTS.of(fault, time).strip(), false);
            case PlatformEvent.Start _,
                    PlatformEvent.RuntimeDone _,
                    PlatformEvent.Report _,
                    PlatformEvent.Extension _,
                    PlatformEvent.LogsSubscription _,
                    PlatformEvent.LogsDropped _ ->
                    RECORDS.of(event, time);
        };
    }

    /**
     * A record of what was written.
     *
     * @param structured whether an object stays one; all else is a text
     */
    public static String of(String type, Instant time, String text, boolean structured) {
        StringBuilder record = new StringBuilder(text.length() + 80).append("{\"time\":\"");
        DateTimeFormatter.ISO_INSTANT.formatTo(time.truncatedTo(ChronoUnit.MILLIS), record);
        record.append("\",\"type\":\"").append(type).append("\",\"record\":");
        if (structured && JsonText.isObject(text)) {
            return record.append(text.strip()).append('}').toString();
        }
        record.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text.stripTrailing(), record);
        return record.append("\"}").toString();
    }
}
