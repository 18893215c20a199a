package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.function.TraceHeader;
import org.jspecify.annotations.Nullable;

/**
 * The two segments that an event has in its trace where that is sampled: Lambda's own, below its
 * caller's, and below it the function's, under which the function's program adds what it does.
 *
 * @param traceId {@code 1-…-…}
 * @param callerId the segment of who called; null where that named none
 * @param serviceId Lambda's segment
 * @param spanId the function's segment
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html">Visualize Lambda
 *     function invocations using AWS X-Ray</a>
 */
public record FunctionTrace(
        String traceId, @Nullable String callerId, String serviceId, String spanId) {

    /**
     * @param header the trace header with everything but a new parent
     * @param caller what the event's caller sent of it, if anything
     * @return null where the trace is not sampled
     */
    public static @Nullable FunctionTrace of(String header, @Nullable String caller) {
        String traceId = TraceHeader.value(header, "Root");
        return traceId == null || !"1".equals(TraceHeader.value(header, "Sampled"))
                ? null
                : new FunctionTrace(
                        traceId,
                        caller == null ? null : TraceHeader.value(caller, "Parent"),
                        TraceHeader.newId(),
                        TraceHeader.newId());
    }

    /** The header as records of the Telemetry API have it. */
    String header() {
        return "Root=" + traceId + ";Parent=" + serviceId + ";Sampled=1";
    }
}
