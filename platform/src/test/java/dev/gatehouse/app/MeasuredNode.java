package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** A node whose metrics are read, with topics beside it. */
final class MeasuredNode implements AutoCloseable {
    private final Path data;
    Node node;
    LiveNode live;
    CloudWatchClient metrics;
    final Neighbour topics;

    MeasuredNode(Path data) throws IOException {
        this.data = data;
        topics = new Neighbour();
        open();
    }

    @Override
    public void close() {
        metrics.close();
        node.close();
        topics.close();
    }

    /** The same node, stopped and started. */
    void reopen() {
        metrics.close();
        node.close();
        open();
    }

    private void open() {
        node =
                LiveNode.start(
                        Config.of(
                                new Settings(
                                        Map.of(
                                                "data",
                                                data.toString(),
                                                "port",
                                                "0",
                                                "insights",
                                                "on",
                                                "endpoint.sns",
                                                topics.endpoint()))));
        live = LiveNode.of(node);
        metrics = live.client(CloudWatchClient.builder());
    }

    void put(MetricDatum... data) {
        metrics.putMetricData(of -> of.namespace("Own").metricData(data));
    }

    static MetricDatum datum(String name, double value, Instant at) {
        return MetricDatum.builder().metricName(name).value(value).timestamp(at).build();
    }
}
