package dev.gatehouse.observe;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.Accumulator;
import dev.gatehouse.observe.metric.ApiSeries;
import dev.gatehouse.observe.metric.Measured;
import dev.gatehouse.observe.metric.Measured.Protocol;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Tallies;
import dev.gatehouse.observe.metric.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of API Gateway ("Amazon API Gateway dimensions and metrics", "Working with metrics
 * for HTTP APIs"), from the records of requests.
 */
public final class RequestMetrics implements RequestListener, MetricSource {
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
            Measured api, String stage, @Nullable String verb, @Nullable String route) {

        /** Of the texts that differ, which know their own: it is asked for with each request. */
        @Override
        public int hashCode() {
            int ofStage = 31 * api.name().hashCode() + stage.hashCode();
            return route == null ? ofStage : 31 * ofStage + route.hashCode();
        }
    }

    /** What is gathered of one method. */
    private static final class Tally {
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
        if (api == null || api.protocol() == Protocol.WEBSOCKET || record.stage().isEmpty()) {
            return;
        }
        Tally tally =
                tallies.of(
                        new Method(
                                api,
                                record.stage(),
                                api.detailed() && api.protocol() == Protocol.REST
                                        ? record.method()
                                        : null,
                                api.detailed() ? record.route() : null));
        if (record.status() >= SERVER_ERROR) {
            tally.serverErrors.increment();
        } else if (record.status() >= CLIENT_ERROR) {
            tally.clientErrors.increment();
        }
        if (record.cache() != null) {
            (record.cache().equals("hit") ? tally.hits : tally.misses).increment();
        }
        if (api.protocol() == Protocol.HTTP) {
            tally.bytes.add(record.requestBytes() + record.responseBytes());
        }
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
                                                        new ApiSeries(
                                                                sink,
                                                                method.api(),
                                                                dimensions,
                                                                now),
                                                        tally)));
    }

    private static void add(ApiSeries series, Tally tally) {
        Values latency = tally.latency.values();
        double count = latency == null ? 0 : latency.count();
        boolean rest = series.api().protocol() == Protocol.REST;
        series.add(COUNT, COUNT, Values.of(1, count));
        series.add(rest ? "4XXError" : "4xx", COUNT, share(tally.clientErrors.sum(), count));
        series.add(rest ? "5XXError" : "5xx", COUNT, share(tally.serverErrors.sum(), count));
        series.add("Latency", MILLISECONDS, latency);
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
        List<List<Dimension>> usual = method.api().dimensions(method.stage());
        String route = method.route();
        if (route == null) {
            return usual;
        }
        List<List<Dimension>> all = new ArrayList<>(usual);
        all.add(method.api().dimensions(method.stage(), method.verb(), route));
        return all;
    }
}
