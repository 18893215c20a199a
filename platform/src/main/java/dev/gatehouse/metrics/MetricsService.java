package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.CloudWatch;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.wire.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service "CloudWatch": metrics. */
public final class MetricsService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsService.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    private final SeriesTable series;
    private final List<MetricSource> sources;
    private final Clock clock;
    private final Thread thread;

    /**
     * @param folder where metrics are kept
     * @param sources what the node measures of itself
     */
    public MetricsService(Path folder, List<MetricSource> sources, Clock clock) {
        this.series = new SeriesTable(folder, clock);
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("metrics").start(this::run);
    }

    /** The operations that are implemented. */
    public Service service() {
        return Service.of(CloudWatch.MODEL)
                .on(CloudWatch.PUT_METRIC_DATA, new MetricIngestion(series, clock)::put)
                .on(CloudWatch.GET_METRIC_DATA, new MetricData(series)::get)
                .on(CloudWatch.GET_METRIC_STATISTICS, new MetricStatistics(series)::get)
                .on(CloudWatch.LIST_METRICS, new MetricListing(series, clock)::list)
                .build();
    }

    private void run() {
        try {
            series.load();
            while (true) {
                Thread.sleep(TICK);
                tick();
            }
        } catch (InterruptedException closed) {
            // Closed.
        }
    }

    private void tick() {
        try {
            drain();
            series.tick();
        } catch (RuntimeException problem) {
            LOG.warn("metrics could not be gathered", problem);
        }
    }

    private void drain() {
        sources.forEach(source -> source.drain(series));
    }

    /** Writes what was measured. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        // What is measured is read one interval after its end.
        drain();
        drain();
        series.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
