package dev.gatehouse.app;

import dev.gatehouse.app.services.InsightMetrics;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.logs.LogsService;
import dev.gatehouse.metrics.EmbeddedMetrics;
import dev.gatehouse.metrics.MetricsService;
import dev.gatehouse.xray.StageSegments;
import dev.gatehouse.xray.TraceStore;
import org.jspecify.annotations.Nullable;

/**
 * What functions, APIs and the node tell of themselves: CloudWatch's logs and metrics, and traces.
 */
final class TelemetryWiring implements AutoCloseable {
    private final LogsService logs;
    private final EmbeddedMetrics embedded;
    private final @Nullable InsightMetrics insights;
    private final MetricsService metrics;
    private final TraceStore traces;

    TelemetryWiring(Foundation base) {
        this.logs = new LogsService(base.store(), base.folder().logs(), base.clock());
        this.embedded = new EmbeddedMetrics(logs.sink());
        this.insights =
                base.config().functions().environments().insights()
                        ? new InsightMetrics(base.clock())
                        : null;
        this.metrics =
                new MetricsService(
                        base.store(),
                        base.folder().metrics(),
                        base.observation().with(embedded, insights),
                        base.clock());
        this.traces = new TraceStore(base.clock());
        base.observation().add(new StageSegments(traces, base.clock()));
    }

    LogsService logs() {
        return logs;
    }

    /** Where functions write, whose lines may carry metrics. */
    EmbeddedMetrics functionLogs() {
        return embedded;
    }

    /** Hears what each event of functions took; null where that is not wanted. */
    @Nullable InsightMetrics insights() {
        return insights;
    }

    /** What X-Ray shows. */
    TraceStore traces() {
        return traces;
    }

    /** Lets alarms act, now that there is what they reach. */
    void act(FunctionInvoker functions, AwsServices services) {
        metrics.act(functions, services);
    }

    void offer(OfferedServices services) {
        services.add("logs", logs::service)
                .judge("logs", logs.access())
                .add("cloudwatch", metrics::service)
                .judge("cloudwatch", metrics.access());
    }

    @Override
    public void close() {
        metrics.close();
        logs.close();
    }
}
