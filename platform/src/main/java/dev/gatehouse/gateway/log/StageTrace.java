package dev.gatehouse.gateway.log;

import dev.gatehouse.function.TraceHeader;
import dev.gatehouse.observe.RequestRecord;
import dev.gatehouse.observe.TraceContext;
import dev.gatehouse.proxy.ClientRequest;
import dev.gatehouse.proxy.RequestIds;

/**
 * A stage with tracing gives each request a segment, under its caller's: what the request calls is
 * below that. What the caller does not sample is not sampled here either.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html">Trace
 *     user requests to REST APIs using X-Ray</a>
 */
public final class StageTrace {
    private StageTrace() {}

    /**
     * @return the request as it goes on
     */
    public static ClientRequest begin(ClientRequest request, RequestRecord record) {
        RequestIds ids = request.ids();
        TraceContext segment = TraceContext.under(ids.trace(), request.arrival().millis());
        if (!segment.sampled()) {
            return request;
        }
        record.staged(segment);
        String header = TraceHeader.isTrace(ids.trace()) ? ids.trace() : segment.header();
        String sampled =
                TraceHeader.value(header, "Sampled") == null ? header + ";Sampled=1" : header;
        return request.with(
                new RequestIds(
                        ids.requestId(),
                        ids.extendedRequestId(),
                        TraceHeader.under(sampled, segment.spanId())));
    }
}
