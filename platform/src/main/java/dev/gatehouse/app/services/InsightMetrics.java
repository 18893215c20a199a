package dev.gatehouse.app.services;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.telemetry.PlatformEvent;
import dev.gatehouse.observe.metric.Accumulator;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Tallies;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What each event had of the processors and of memory, under the names that AWS's extension for it
 * gives ("Metrics collected by Lambda Insights"), by function and by version.
 */
public final class InsightMetrics implements MetricSource {
    private static final String NAMESPACE = "LambdaInsights";
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Tallies<Of, Tally> tallies = new Tallies<>(Tally::new);
    private final Clock clock;

    public InsightMetrics(Clock clock) {
        this.clock = clock;
    }

    private record Of(AccountId account, Region region, String function, String version) {
        List<List<Dimension>> dimensions() {
            Dimension name = new Dimension("function_name", function);
            return List.of(List.of(name), List.of(name, new Dimension("version", version)));
        }
    }

    private record Tally(
            Accumulator cpu,
            Accumulator duration,
            Accumulator init,
            Accumulator used,
            Accumulator total,
            Accumulator utilization) {
        Tally() {
            this(
                    new Accumulator(),
                    new Accumulator(),
                    new Accumulator(),
                    new Accumulator(),
                    new Accumulator(),
                    new Accumulator());
        }
    }

    /** An event has ended. */
    public void ran(FunctionVersion version, PlatformEvent.Report report) {
        Tally tally =
                tallies.of(
                        new Of(
                                new AccountId(version.function().account()),
                                new Region(version.function().region()),
                                version.name(),
                                version.version()));
        PlatformEvent.Memory memory = report.memory();
        tally.cpu.add(memory.cpuNanos() / NANOS);
        tally.duration.add(report.durationNanos() / NANOS);
        if (report.startup() != null) {
            tally.init.add(report.initNanos() / NANOS);
        }
        tally.used.add(memory.peakMb());
        tally.total.add(memory.sizeMb());
        tally.utilization.add(100.0 * memory.peakMb() / memory.sizeMb());
    }

    @Override
    public void drain(MetricSink sink) {
        long now = clock.millis();
        tallies.next((of, tally) -> new Series(sink, of, now).addAll(tally));
    }

    private record Series(MetricSink sink, Of of, long millis) {
        void addAll(Tally tally) {
            add("cpu_total_time", "Milliseconds", tally.cpu);
            add("duration", "Milliseconds", tally.duration);
            add("init_duration", "Milliseconds", tally.init);
            add("used_memory_max", "Megabytes", tally.used);
            add("total_memory", "Megabytes", tally.total);
            add("memory_utilization", "Percent", tally.utilization);
        }

        private void add(String name, String unit, Accumulator gathered) {
            var values = gathered.values();
            if (values == null) {
                return;
            }
            for (List<Dimension> dimensions : of.dimensions()) {
                sink.add(
                        new Metric(of.account(), of.region(), NAMESPACE, name, dimensions),
                        unit,
                        millis,
                        values);
            }
        }
    }
}
