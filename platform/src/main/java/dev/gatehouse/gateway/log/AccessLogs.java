package dev.gatehouse.gateway.log;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.function.LogSink.LogEvent;
import dev.gatehouse.function.RecordSink;
import dev.gatehouse.gateway.call.CallTrail;
import dev.gatehouse.gateway.map.ContextVariables;
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
            Logged logged, RequestRecord record, Supplier<ContextVariables> known) {
        AccessLog log = logged.log();
        if (log == null) {
            return null;
        }
        CallTrail trail = new CallTrail(known);
        record.then(() -> write(logged, log, trail, record));
        return trail;
    }

    private void write(Logged logged, AccessLog log, CallTrail trail, RequestRecord record) {
        ContextVariables variables = trail.variables();
        variables
                .put("status", record.status())
                .put("responseLength", record.responseBytes())
                .put("dataProcessed", record.requestBytes() + record.responseBytes())
                .put("responseLatency", millis(record.latency()));
        if (record.authorization() >= 0) {
            variables.put("authorize.latency", millis(record.authorization()));
        }
        if (record.integrationLatency() >= 0) {
            long latency = millis(record.integrationLatency());
            if ("STREAMED".equals(variables.find("integration.responseTransferMode"))) {
                variables.put("integration.timeToAllHeaders", latency);
                latency = millis(record.integrationEnd());
            }
            variables.put("integrationLatency", latency).put("integration.latency", latency);
        }
        String line = log.format().line(variables);
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

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
