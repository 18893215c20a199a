package dev.gatehouse.observe;

import org.jspecify.annotations.Nullable;

/** Takes part in traces: gives requests and invocations their spans, and exports those. */
public interface Traces extends RequestListener, AutoCloseable {

    /**
     * A span for an invocation.
     *
     * @param header the caller's {@code X-Amzn-Trace-Id}, if it sent one
     */
    TraceContext begin(@Nullable String header);

    /**
     * An invocation has ended.
     *
     * @param function its name
     * @param type {@code RequestResponse}, {@code Event} or {@code DryRun}
     * @param nanos how long it took
     */
    void invoked(
            TraceContext span,
            String function,
            String requestId,
            String type,
            Outcome outcome,
            long nanos);

    /**
     * X-Ray has a segment: its spans, and those of what is below it.
     *
     * @param document JSON; what is no segment is dropped
     */
    void segment(String document);

    @Override
    void close();
}
