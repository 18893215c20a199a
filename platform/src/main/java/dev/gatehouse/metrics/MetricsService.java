package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.CloudWatch;
import dev.gatehouse.client.AwsServices;
import dev.gatehouse.function.FunctionInvoker;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.store.Store;
import dev.gatehouse.wire.Service;
import dev.gatehouse.wire.access.ServiceAccess;
import dev.gatehouse.wire.access.TaggedResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service "CloudWatch": metrics, alarms, dashboards. */
public final class MetricsService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsService.class);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** So many ticks lie between two evaluations of alarms. */
    private static final int ALARM_TICKS = 5;

    private static final String ALARM = "alarm:";

    private final SeriesTable series;
    private final List<MetricSource> sources;
    private final Store store;
    private final Alarms alarms;
    private final AlarmStates states;
    private final AlarmHistory history;
    private final AlarmActions actions;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean acts;
    private int ticks;

    /**
     * @param store where alarms and dashboards are kept
     * @param folder where metrics are kept
     * @param sources what the node measures of itself
     */
    public MetricsService(Store store, Path folder, List<MetricSource> sources, Clock clock) {
        this.store = store;
        this.series = new SeriesTable(folder, clock);
        this.sources = List.copyOf(sources);
        this.clock = clock;
        this.history = new AlarmHistory(store, clock);
        this.actions = new AlarmActions(store, history, clock);
        this.alarms = new Alarms(store, history, clock);
        this.states = new AlarmStates(store, new AlarmEvaluation(series), history, actions, clock);
        this.thread = Thread.ofVirtual().name("metrics").start(this::run);
    }

    /** Lets alarms act, which are evaluated from now on. */
    public void act(FunctionInvoker functions, AwsServices services) {
        actions.reach(new AlarmActions.Targets(functions, services));
        acts = true;
    }

    /** The tags of alarms, for decisions about them. */
    public ServiceAccess access() {
        return new TaggedResources(
                (scope, resource) ->
                        resource.startsWith(ALARM)
                                ? Optional.of(
                                        store.documents(StoredAlarm.KIND)
                                                .find(scope, resource.substring(ALARM.length()))
                                                .map(alarm -> alarm.value().tags())
                                                .orElse(Map.of()))
                                : Optional.empty());
    }

    /** The operations that are implemented. */
    public Service service() {
        AlarmTags tags = new AlarmTags(store);
        Dashboards dashboards = new Dashboards(store, clock);
        return Service.of(CloudWatch.MODEL)
                .on(CloudWatch.PUT_METRIC_DATA, new MetricIngestion(series, clock)::put)
                .on(CloudWatch.GET_METRIC_DATA, new MetricData(series)::get)
                .on(CloudWatch.GET_METRIC_STATISTICS, new MetricStatistics(series)::get)
                .on(CloudWatch.LIST_METRICS, new MetricListing(series, clock)::list)
                .on(CloudWatch.PUT_METRIC_ALARM, alarms::put)
                .on(CloudWatch.PUT_COMPOSITE_ALARM, alarms::putComposite)
                .on(CloudWatch.DESCRIBE_ALARMS, alarms::describe)
                .on(CloudWatch.DESCRIBE_ALARM_HISTORY, history::describe)
                .on(CloudWatch.DESCRIBE_ALARMS_FOR_METRIC, alarms::describeForMetric)
                .on(CloudWatch.DELETE_ALARMS, alarms::delete)
                .on(CloudWatch.SET_ALARM_STATE, states::set)
                .on(CloudWatch.ENABLE_ALARM_ACTIONS, alarms::enable)
                .on(CloudWatch.DISABLE_ALARM_ACTIONS, alarms::disable)
                .on(CloudWatch.LIST_TAGS_FOR_RESOURCE, tags::list)
                .on(CloudWatch.TAG_RESOURCE, tags::tag)
                .on(CloudWatch.UNTAG_RESOURCE, tags::untag)
                .on(CloudWatch.PUT_DASHBOARD, dashboards::put)
                .on(CloudWatch.GET_DASHBOARD, dashboards::get)
                .on(CloudWatch.LIST_DASHBOARDS, dashboards::list)
                .on(CloudWatch.DELETE_DASHBOARDS, dashboards::delete)
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
            ticks++;
            if (acts && ticks % ALARM_TICKS == 0) {
                states.evaluate();
            }
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
        actions.close();
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
