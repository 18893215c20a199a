package dev.gatehouse.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.function.LogSink;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.MetricSource;
import dev.gatehouse.observe.metric.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in log lines ("Specification: Embedded metric format"): hears the lines on their way to
 * the logs, and reads those that have any beside it. What comes faster than it is read is only
 * logged.
 */
public final class EmbeddedMetrics implements LogSink, MetricSource {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "\"CloudWatchMetrics\"";
    private static final int WAITING = 10_000;
    private static final int MOST_METRICS = 100;
    private static final int MOST_DIMENSIONS = 30;
    private static final int LONGEST_NAMESPACE = 255;

    private final LogSink logs;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);

    /**
     * @param logs where the lines go
     */
    public EmbeddedMetrics(LogSink logs) {
        this.logs = logs;
    }

    private record Line(AccountId account, Region region, LogEvent event) {}

    @Override
    public void append(
            AccountId account, Region region, String group, String stream, List<LogEvent> events) {
        for (LogEvent event : events) {
            if (event.message().contains(MARK)) {
                lines.offer(new Line(account, region, event));
            }
        }
        logs.append(account, region, group, stream, events);
    }

    @Override
    public void drain(MetricSink sink) {
        for (Line line = lines.poll(); line != null; line = lines.poll()) {
            read(line, sink);
        }
    }

    /** What is no such line is a line like any other. */
    private static void read(Line line, MetricSink sink) {
        JsonNode document;
        try {
            document = JSON.readTree(line.event().message());
        } catch (JsonProcessingException | StackOverflowError notOne) {
            return;
        }
        JsonNode about = document.path("_aws");
        long millis = about.path("Timestamp").asLong(line.event().timestampMillis());
        for (JsonNode directive : about.path("CloudWatchMetrics")) {
            String namespace = directive.path("Namespace").asText();
            if (namespace.isEmpty()
                    || namespace.length() > LONGEST_NAMESPACE
                    || namespace.startsWith("AWS/")
                    || directive.path("Metrics").size() > MOST_METRICS) {
                continue;
            }
            for (List<Metric.Dimension> dimensions : dimensions(directive, document)) {
                for (JsonNode metric : directive.path("Metrics")) {
                    String name = metric.path("Name").asText();
                    Values values = values(document.path(name));
                    if (values != null && !name.isEmpty()) {
                        sink.add(
                                new Metric(
                                        line.account(), line.region(), namespace, name, dimensions),
                                unit(metric.path("Unit").asText(MetricNames.NO_UNIT)),
                                millis,
                                values);
                    }
                }
            }
        }
    }

    private static String unit(String given) {
        return MetricNames.UNITS.contains(given) ? given : MetricNames.NO_UNIT;
    }

    /** One list for each set of dimensions; none at all is one without any. */
    private static List<List<Metric.Dimension>> dimensions(JsonNode directive, JsonNode document) {
        List<List<Metric.Dimension>> sets = new ArrayList<>();
        for (JsonNode set : directive.path("Dimensions")) {
            List<Metric.Dimension> dimensions = new ArrayList<>();
            for (JsonNode name : set) {
                String value = document.path(name.asText()).asText();
                if (!value.isEmpty() && dimensions.size() < MOST_DIMENSIONS) {
                    dimensions.add(new Metric.Dimension(name.asText(), value));
                }
            }
            sets.add(dimensions);
        }
        return sets.isEmpty() ? List.of(List.of()) : sets;
    }

    private static @Nullable Values values(JsonNode given) {
        if (given.isNumber()) {
            return Values.of(given.asDouble());
        }
        Values all = null;
        int count = 0;
        for (JsonNode each : given) {
            if (each.isNumber() && count++ < MOST_METRICS) {
                Values one = Values.of(each.asDouble());
                all = all == null ? one : all.plus(one);
            }
        }
        return all;
    }
}
