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
 * The metrics of WebSocket APIs ("Monitor WebSocket API execution with CloudWatch metrics"), from
 * the records of what happens on connections. An integration that responds with an error, or with
 * nothing that is a response, is an {@code IntegrationError}; one that cannot be called, or does
 * not respond, an {@code ExecutionError}.
 */
public final class SocketMetrics implements RequestListener, MetricSource {
    /** What the record of a handshake has for a route. */
    private static final String CONNECT = "$connect";

    private static final String DISCONNECT = "$disconnect";
    private static final String CALLBACK = "@connections";
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Tallies<Route, Tally> tallies = new Tallies<>(Tally::new);
    private final Clock clock;

    public SocketMetrics(Clock clock) {
        this.clock = clock;
    }

    /** One of an API's routes, or all of those that have no metrics of their own. */
    private record Route(Measured api, String stage, @Nullable String route) {}

    /** What is gathered of one route. */
    private static final class Tally {
        final LongAdder connects = new LongAdder();
        final LongAdder messages = new LongAdder();
        final LongAdder integrationErrors = new LongAdder();
        final LongAdder clientErrors = new LongAdder();
        final LongAdder executionErrors = new LongAdder();
        final Accumulator integration = new Accumulator();
    }

    @Override
    public void done(RequestRecord record) {
        Measured api = record.measured();
        if (api == null || api.protocol() != Protocol.WEBSOCKET) {
            return;
        }
        Tally tally =
                tallies.of(new Route(api, record.stage(), api.detailed() ? record.route() : null));
        boolean called = record.authorization() >= 0;
        if (record.route().equals(CONNECT)) {
            tally.connects.add(called ? 1 : 0);
        } else if (!record.route().equals(DISCONNECT)) {
            tally.messages.add(messages(record));
        }
        if (!called) {
            // Those of connected clients that a backend calls are no requests of the API's clients.
            boolean byClient = record.status() >= CLIENT_ERROR && record.status() < SERVER_ERROR;
            tally.clientErrors.add(byClient ? 1 : 0);
        } else if (record.integrationStatus() >= CLIENT_ERROR) {
            tally.integrationErrors.increment();
        } else if (record.status() >= SERVER_ERROR) {
            tally.executionErrors.increment();
        }
        if (record.integrationLatency() >= 0) {
            tally.integration.add(record.integrationLatency() / NANOS);
        }
    }

    /** The one that came, and the one that went to the client, be it what came of the other. */
    private static int messages(RequestRecord record) {
        if (record.route().equals(CALLBACK)) {
            return record.method().equals("POST") && record.status() < CLIENT_ERROR ? 1 : 0;
        }
        return 1 + (record.responseBytes() > 0 ? 1 : 0);
    }

    @Override
    public void drain(MetricSink sink) {
        long now = clock.millis();
        tallies.next(
                (route, tally) ->
                        dimensions(route)
                                .forEach(
                                        dimensions ->
                                                add(
                                                        new ApiSeries(
                                                                sink, route.api(), dimensions, now),
                                                        tally)));
    }

    private static void add(ApiSeries series, Tally tally) {
        count(series, "ConnectCount", tally.connects);
        count(series, "MessageCount", tally.messages);
        count(series, "IntegrationError", tally.integrationErrors);
        count(series, "ClientError", tally.clientErrors);
        count(series, "ExecutionError", tally.executionErrors);
        series.add("IntegrationLatency", "Milliseconds", tally.integration.values());
    }

    private static void count(ApiSeries series, String name, LongAdder times) {
        if (times.sum() > 0) {
            series.add(name, "Count", Values.of(1, times.sum()));
        }
    }

    private static List<List<Dimension>> dimensions(Route route) {
        List<List<Dimension>> all = new ArrayList<>(route.api().dimensions(route.stage()));
        if (route.route() != null) {
            all.add(route.api().dimensions(route.stage(), null, route.route()));
        }
        return all;
    }
}
