package dev.gatehouse.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/**
 * The meters behind {@link Metrics}. Labels come from what is declared: APIs, stages, routes,
 * functions; beyond a bound of series all further ones share the label {@code other}.
 */
final class Meters {
    private static final int MOST_SERIES = 5_000;
    private static final String OTHER = "other";

    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    private static final Duration[] BUCKETS =
            List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
                    .stream()
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    /** Micrometer holds what it counts by only weakly. */
    private final List<DoubleSupplier> kept = new CopyOnWriteArrayList<>();

    private final Map<RouteKey, Timer> requests = new ConcurrentHashMap<>();
    private final Map<RouteKey, Counter> counts = new ConcurrentHashMap<>();
    private final Map<RouteKey, Timer> integrations = new ConcurrentHashMap<>();
    private final Map<FunctionKey, Timer> invocations = new ConcurrentHashMap<>();
    private final Map<RuntimeKey, Timer> starts = new ConcurrentHashMap<>();
    private final Map<RuntimeKey, Timer> runs = new ConcurrentHashMap<>();
    private final Counter droppedLogs;

    /** What tells the series of requests apart; the status is 0 where it does not. */
    private record RouteKey(String api, String stage, String method, String route, int status) {}

    private record RuntimeKey(String function, String status) {}

    private record FunctionKey(String function, String type, Outcome outcome) {}

    Meters(AtomicInteger inFlight, LoopLag loopLag) {
        Gauge.builder("gatehouse.invocations.in.flight", inFlight, AtomicInteger::get)
                .description("Invocations that have begun and not ended")
                .register(registry);
        Gauge.builder("gatehouse.event.loop.lag.max", loopLag, LoopLag::read)
                .description("The longest that work on an event loop was late since the last read")
                .baseUnit("seconds")
                .register(registry);
        this.droppedLogs =
                Counter.builder("gatehouse.dropped.logs")
                        .description("What functions wrote faster than a log takes")
                        .baseUnit("bytes")
                        .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .description(description)
                .register(registry);
    }

    void counter(String name, String description, DoubleSupplier value) {
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
                .description(description)
                .register(registry);
        kept.add(value);
    }

    void request(RequestRecord record) {
        String method = METHODS.contains(record.method()) ? record.method() : OTHER;
        RouteKey key =
                new RouteKey(record.api(), record.stage(), method, record.route(), record.status());
        timer(requests, key).record(record.latency(), TimeUnit.NANOSECONDS);
        admission(record);
        long integration = record.integrationLatency();
        if (integration >= 0) {
            RouteKey asked = new RouteKey(record.api(), record.stage(), method, record.route(), 0);
            timer(integrations, asked).record(integration, TimeUnit.NANOSECONDS);
        }
    }

    /** What kept a request from its integration, if anything did: a limit, or a kept response. */
    private void admission(RequestRecord record) {
        if (record.throttle() != null) {
            count("gatehouse.throttled", "Requests beyond a limit", record, record.throttle());
        }
        if (record.cache() != null) {
            count("gatehouse.cached", "Requests to stages with caches", record, record.cache());
        }
    }

    private void count(String name, String description, RequestRecord record, String kind) {
        RouteKey key = new RouteKey(record.api(), record.stage(), name, kind, 0);
        RouteKey kept =
                counts.containsKey(key) || counts.size() < MOST_SERIES
                        ? key
                        : new RouteKey(OTHER, OTHER, name, kind, 0);
        counts.computeIfAbsent(
                        kept,
                        made ->
                                Counter.builder(name)
                                        .description(description)
                                        .tags(
                                                Tags.of(
                                                        "api", made.api(),
                                                        "stage", made.stage(),
                                                        "kind", kind))
                                        .register(registry))
                .increment();
    }

    private Timer timer(Map<RouteKey, Timer> timers, RouteKey key) {
        Timer known = timers.get(key);
        if (known != null) {
            return known;
        }
        RouteKey kept =
                timers.size() < MOST_SERIES
                        ? key
                        : new RouteKey(OTHER, OTHER, OTHER, OTHER, key.status());
        return timers.computeIfAbsent(
                kept,
                made ->
                        timers == requests
                                ? timer(
                                        "gatehouse.requests",
                                        "Requests of APIs, from their first byte to the response",
                                        labels(made).and("status", "" + made.status()))
                                : timer(
                                        "gatehouse.integrations",
                                        "What integrations took of requests of APIs",
                                        labels(made)));
    }

    private static Tags labels(RouteKey key) {
        return Tags.of(
                "api", key.api(),
                "stage", key.stage(),
                "method", key.method(),
                "route", key.route());
    }

    void invocation(String function, String type, Outcome outcome, long nanos) {
        boolean unknown = outcome == Outcome.REJECTED || invocations.size() >= MOST_SERIES;
        FunctionKey key = new FunctionKey(unknown ? OTHER : function, type, outcome);
        Timer known = invocations.get(key);
        Timer timer =
                known != null
                        ? known
                        : invocations.computeIfAbsent(
                                key,
                                made ->
                                        timer(
                                                "gatehouse.invocations",
                                                "Invocations of functions, with what they waited",
                                                Tags.of(
                                                        "function", made.function(),
                                                        "type", made.type(),
                                                        "outcome", made.outcome().label())));
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    void start(String function, String status, long nanos) {
        timer(starts, function, status, "gatehouse.runtime.starts", "Starts of runtimes")
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void run(String function, String status, long nanos) {
        timer(runs, function, status, "gatehouse.runtime.events", "Events at work in runtimes")
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(
            Map<RuntimeKey, Timer> timers,
            String function,
            String status,
            String name,
            String description) {
        Timer known = timers.get(new RuntimeKey(function, status));
        String series = timers.size() < MOST_SERIES ? function : OTHER;
        return known != null
                ? known
                : timers.computeIfAbsent(
                        new RuntimeKey(series, status),
                        made ->
                                timer(
                                        name,
                                        description,
                                        Tags.of(
                                                "function", made.function(),
                                                "status", made.status())));
    }

    void droppedLogs(long bytes) {
        droppedLogs.increment(bytes);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    String scrape() {
        return registry.scrape();
    }

    void close() {
        collector.close();
        registry.close();
    }
}
