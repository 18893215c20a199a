package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.MetricSource;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All who hear of what the node does: its metrics, and the access log and traces if wanted. */
public final class Observation implements AutoCloseable {
    private final Metrics metrics;
    private final @Nullable AccessLog accessLog;
    private final @Nullable Traces traces;
    private final @Nullable RequestLines lines;
    private RequestListener requests;
    private final RequestMetrics requestMetrics;
    private final SocketMetrics socketMetrics;
    private final FunctionMetrics functionMetrics;
    private final DurableMetrics durableMetrics;

    private Observation(
            Metrics metrics,
            @Nullable AccessLog accessLog,
            @Nullable Traces traces,
            @Nullable RequestLines lines,
            Clock clock) {
        this.metrics = metrics;
        this.accessLog = accessLog;
        this.traces = traces;
        this.lines = lines;
        this.requestMetrics = new RequestMetrics(clock);
        this.socketMetrics = new SocketMetrics(clock);
        this.functionMetrics = new FunctionMetrics(clock);
        this.durableMetrics = new DurableMetrics(clock);
        RequestListener measured = metrics.and(requestMetrics).and(socketMetrics);
        RequestListener logged = accessLog == null ? measured : measured.and(accessLog);
        RequestListener traced = traces == null ? logged : logged.and(traces);
        this.requests = lines == null ? traced : traced.and(lines);
    }

    /**
     * @param accessLog where each request of an API adds a line; null for nowhere
     * @param lines where people read what happens; null for nowhere
     * @param collector where an OpenTelemetry collector takes spans; null where there is none
     * @throws UncheckedIOException the access log cannot be written
     */
    public static Observation open(
            @Nullable Path accessLog,
            @Nullable PrintStream lines,
            @Nullable URI collector,
            Clock clock) {
        return new Observation(
                new Metrics(clock),
                accessLog == null ? null : AccessLog.in(accessLog, clock),
                collector == null ? null : OpenTelemetryTraces.to(collector, clock),
                lines == null ? null : new RequestLines(lines),
                clock);
    }

    public Metrics metrics() {
        return metrics;
    }

    /** What functions do, for CloudWatch. */
    public FunctionMetrics functions() {
        return functionMetrics;
    }

    /** What becomes of durable executions, for CloudWatch. */
    public DurableMetrics durable() {
        return durableMetrics;
    }

    /** All that is measured for CloudWatch, and what others measure; null for none. */
    public List<MetricSource> with(@Nullable MetricSource... others) {
        return Stream.concat(
                        Stream.of(requestMetrics, socketMetrics, functionMetrics, durableMetrics),
                        Stream.of(others).filter(Objects::nonNull))
                .toList();
    }

    /** Null where the node takes no part in traces. */
    public @Nullable Traces traces() {
        return traces;
    }

    /** Null where no output is wanted. */
    public @Nullable RequestLines lines() {
        return lines;
    }

    /** From now on another one hears of each request, too; before there are any. */
    public void add(RequestListener listener) {
        requests = requests.and(listener);
    }

    /** All who hear of each request of an API. */
    public RequestListener requests() {
        return requests;
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.close();
        }
        if (traces != null) {
            traces.close();
        }
        if (accessLog != null) {
            accessLog.close();
        }
        metrics.close();
    }
}
