package dev.gatehouse.xray;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.function.SegmentSink;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.RequestListener;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.TraceContext;
import dev.gatehouse.observe.metric.Measured;
import java.math.BigDecimal;

/** Writes a segment for each request that its stage traces. */
public final class StageSegments implements RequestListener {
    private static final int CLIENT_ERROR = 400;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final SegmentSink sink;
    private final Clock clock;

    public StageSegments(SegmentSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void done(RequestRecord record) {
        TraceContext segment = record.segment();
        Measured stage = record.measured();
        if (segment != null && stage != null) {
            String document = document(record, segment, stage).toString();
            sink.take(stage.account(), stage.region(), document);
        }
    }

    private ObjectNode document(RequestRecord record, TraceContext segment, Measured stage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        String trace = segment.traceId();
        long endMicros = clock.millis() * 1_000;
        json.put("id", segment.spanId());
        json.put("trace_id", "1-" + trace.substring(0, 8) + '-' + trace.substring(8));
        if (segment.parentId() != null) {
            json.put("parent_id", segment.parentId());
        }
        json.put("name", stage.name() + '/' + record.stage());
        json.put("start_time", BigDecimal.valueOf(endMicros - record.latency() / 1_000, 6));
        json.put("end_time", BigDecimal.valueOf(endMicros, 6));
        json.put("origin", "AWS::ApiGateway::Stage");
        json.put(
                "resource_arn",
                "arn:%s:apigateway:%s::/restapis/%s/stages/%s"
                        .formatted(
                                stage.region().partition(),
                                stage.region().name(),
                                record.api(),
                                record.stage()));
        int status = record.status();
        if (status >= CLIENT_ERROR) {
            json.put(status >= SERVER_ERROR ? "fault" : "error", true);
        }
        if (status == TOO_MANY) {
            json.put("throttle", true);
        }
        ObjectNode http = json.putObject("http");
        http.putObject("request")
                .put("method", record.method())
                .put("url", record.path())
                .put("client_ip", record.sourceIp());
        http.putObject("response")
                .put("status", status)
                .put("content_length", record.responseBytes());
        json.putObject("aws")
                .putObject("api_gateway")
                .put("account_id", stage.account().value())
                .put("rest_api_id", record.api())
                .put("stage", record.stage())
                .put("request_id", record.requestId());
        return json;
    }
}
