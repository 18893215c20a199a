package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.Accumulator;
import dev.gatehouse.observe.metric.Measured;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Tallies;
import dev.gatehouse.observe.metric.Values;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of API Gateway ("Amazon API Gateway dimensions and metrics", "Working with metrics
 * for HTTP APIs"), from the records of requests.
 */
public final class RequestMetrics implements RequestListener, MetricSource {
    private static final String NAMESPACE = "AWS/ApiGateway";
    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Tallies<Method, Tally> tallies = new Tallies<>(Tally::new);
    private final Clock clock;

    public RequestMetrics(Clock clock) {
        this.clock = clock;
    }

    /** One of an API's methods, or all of those that have no metrics of their own. */
    private record Method(
            Measured api, String stage, @Nullable String verb, @Nullable String route) {}

    /** What is gathered of one method. */
    private static final class Tally {
        final LongAdder count = new LongAdder();
        final LongAdder clientErrors = new LongAdder();
        final LongAdder serverErrors = new LongAdder();
        final LongAdder hits = new LongAdder();
        final LongAdder misses = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final Accumulator latency = new Accumulator();
        final Accumulator integration = new Accumulator();
    }

    @Override
    public void done(RequestRecord record) {
        Measured api = record.measured();
        if (api == null || record.stage().isEmpty()) {
            return;
        }
        Tally tally =
                tallies.of(
                        api.detailed()
                                ? new Method(api, record.stage(), record.method(), record.route())
                                : new Method(api, record.stage(), null, null));
        tally.count.increment();
        if (record.status() >= SERVER_ERROR) {
            tally.serverErrors.increment();
        } else if (record.status() >= CLIENT_ERROR) {
            tally.clientErrors.increment();
        }
        if (record.cache() != null) {
            (record.cache().equals("hit") ? tally.hits : tally.misses).increment();
        }
        tally.bytes.add(record.requestBytes() + record.responseBytes());
        tally.latency.add(record.latency() / NANOS);
        if (record.integrationLatency() >= 0) {
            tally.integration.add(record.integrationLatency() / NANOS);
        }
    }

    @Override
    public void drain(MetricSink sink) {
        long now = clock.millis();
        tallies.next(
                (method, tally) ->
                        dimensions(method)
                                .forEach(
                                        dimensions ->
                                                add(
                                                        new Series(
                                                                sink,
                                                                method.api(),
                                                                dimensions,
                                                                now),
                                                        tally)));
    }

    private static void add(Series series, Tally tally) {
        double count = tally.count.sum();
        boolean rest = series.api().rest();
        series.add(COUNT, COUNT, Values.of(1, count));
        series.add(rest ? "4XXError" : "4xx", COUNT, share(tally.clientErrors.sum(), count));
        series.add(rest ? "5XXError" : "5xx", COUNT, share(tally.serverErrors.sum(), count));
        series.add("Latency", MILLISECONDS, tally.latency.values());
        series.add("IntegrationLatency", MILLISECONDS, tally.integration.values());
        long hits = tally.hits.sum();
        long misses = tally.misses.sum();
        if (hits + misses > 0) {
            series.add("CacheHitCount", COUNT, share(hits, hits + misses));
            series.add("CacheMissCount", COUNT, share(misses, hits + misses));
        }
        if (!rest) {
            double bytes = tally.bytes.sum();
            series.add(
                    "DataProcessed",
                    "Bytes",
                    Values.summary(count, bytes, bytes / count, bytes / count));
        }
    }

    /** Ones among zeros: the average is the rate. */
    private static Values share(double ones, double count) {
        if (ones == 0) {
            return Values.of(0, count);
        }
        return ones == count
                ? Values.of(1, count)
                : Values.of(0, count - ones).plus(Values.of(1, ones));
    }

    private static List<List<Dimension>> dimensions(Method method) {
        Dimension api =
                new Dimension(method.api().rest() ? "ApiName" : "ApiId", method.api().name());
        Dimension stage = new Dimension("Stage", method.stage());
        String verb = method.verb();
        String route = method.route();
        return verb == null || route == null
                ? List.of(List.of(api), List.of(api, stage))
                : List.of(
                        List.of(api),
                        List.of(api, stage),
                        List.of(
                                api,
                                stage,
                                new Dimension("Method", verb),
                                new Dimension("Resource", route)));
    }

    private record Series(MetricSink sink, Measured api, List<Dimension> dimensions, long millis) {
        void add(String name, String unit, @Nullable Values values) {
            if (values != null && values.count() > 0) {
                sink.add(
                        new Metric(api.account(), api.region(), NAMESPACE, name, dimensions),
                        unit,
                        millis,
                        values);
            }
        }
    }
}
