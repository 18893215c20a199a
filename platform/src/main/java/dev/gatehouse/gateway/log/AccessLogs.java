package dev.gatehouse.gateway.log;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.function.RecordSink;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.map.LogFormat;
import dev.gatehouse.gateway.plan.AccessLog;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a line for every request of a stage with an access log, once its response is sent. */
public final class AccessLogs {
    private final LogSink sink;
    private final RecordSink records;
    private final Clock clock;

    public AccessLogs(LogSink sink, RecordSink records, Clock clock) {
        this.sink = sink;
        this.records = records;
        this.clock = clock;
    }

    /**
     * Whose access log, and where.
     *
     * @param log null for a stage that has none
     */
    public record Logged(@Nullable AccessLog log, ApiAddress api, String stage) {}

    /**
     * Begins to follow a request.
     *
     * @param known what {@code $context} has so far
     * @return what each step tells how far the request came; null where none is kept
     */
    public @Nullable CallTrail follow(
            Logged logged, RequestRecord record, Supplier<? extends LogFormat.Variables> known) {
        AccessLog log = logged.log();
        if (log == null) {
            return null;
        }
        CallTrail trail = new CallTrail(known);
        record.then(() -> write(logged, log, trail, record));
        return trail;
    }

    private void write(Logged logged, AccessLog log, CallTrail trail, RequestRecord record) {
        LogFormat.Variables known = trail.variables();
        String line = log.format().line(name -> find(name, record, known));
        ApiAddress api = logged.api();
        switch (log.destination()) {
            case AccessLog.Group(String group) ->
                    sink.append(
                            api.account(),
                            api.region(),
                            group,
                            LogStreams.of(api, logged.stage()),
                            List.of(new LogEvent(clock.millis(), line)));
            case AccessLog.DeliveryStream(String stream) ->
                    records.append(api.account(), api.region(), stream, line);
        }
    }

    private static @Nullable Object find(
            String name, RequestRecord record, LogFormat.Variables known) {
        return switch (name) {
            case "status" -> record.status();
            case "responseLength" -> record.responseBytes();
            case "dataProcessed" -> record.requestBytes() + record.responseBytes();
            case "responseLatency" -> millis(record.latency());
            case "authorize.latency" ->
                    record.authorization() < 0 ? known.find(name) : millis(record.authorization());
            case "integrationLatency", "integration.latency" ->
                    millis(
                            streams(known) && record.integrationLatency() >= 0
                                    ? record.integrationEnd()
                                    : record.integrationLatency());
            case "integration.timeToAllHeaders" ->
                    streams(known) ? millis(record.integrationLatency()) : null;
            case "integration.timeToFirstContent" -> millis(record.contentBeginning());
            default -> known.find(name);
        };
    }

    private static boolean streams(LogFormat.Variables known) {
        return "STREAMED".equals(known.find("integration.responseTransferMode"));
    }

    /** Null for what never was. */
    private static @Nullable Long millis(long nanos) {
        return nanos < 0 ? null : Long.valueOf(TimeUnit.NANOSECONDS.toMillis(nanos));
    }
}
