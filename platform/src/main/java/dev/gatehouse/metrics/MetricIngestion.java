package dev.gatehouse.metrics;

import dev.gatehouse.aws.Empty;
import dev.gatehouse.aws.cloudwatch.EntityMetricData;
import dev.gatehouse.aws.cloudwatch.MetricDatum;
import dev.gatehouse.aws.cloudwatch.PutMetricDataInput;
import dev.gatehouse.aws.cloudwatch.StatisticSet;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.Values;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** PutMetricData. */
final class MetricIngestion {
    private static final int MOST_METRICS = 1_000;
    private static final int MOST_VALUES = 150;
    private static final double LARGEST = Math.pow(2, 360);
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    private final MetricSink sink;
    private final Clock clock;

    MetricIngestion(MetricSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    private record Point(Metric metric, String unit, long millis, Values values) {}

    Empty put(RequestContext context, PutMetricDataInput input) {
        String namespace = input.namespace();
        if (namespace.startsWith("AWS/")) {
            throw MetricErrors.invalid(
                    "The value " + namespace + " for parameter Namespace is invalid.");
        }
        if (Boolean.TRUE.equals(input.strictEntityValidation())) {
            throw MetricErrors.unsupported("StrictEntityValidation");
        }
        List<MetricDatum> data = new ArrayList<>();
        data.addAll(Objects.requireNonNullElse(input.metricData(), List.of()));
        for (EntityMetricData each :
                Objects.requireNonNullElse(input.entityMetricData(), List.<EntityMetricData>of())) {
            if (each.entity() != null) {
                throw MetricErrors.unsupported("Entity");
            }
            data.addAll(Objects.requireNonNullElse(each.metricData(), List.of()));
        }
        if (data.isEmpty()) {
            throw MetricErrors.missing("The parameter MetricData is required.");
        }
        if (data.size() > MOST_METRICS) {
            throw MetricErrors.invalid(
                    "The collection MetricData must not have a size greater than 1000.");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            points.add(point(context, namespace, data.get(i), "MetricData.member." + (i + 1)));
        }
        for (Point each : points) {
            sink.add(each.metric(), each.unit(), each.millis(), each.values());
        }
        return Empty.EMPTY;
    }

    private Point point(RequestContext context, String namespace, MetricDatum datum, String where) {
        Integer resolution = datum.storageResolution();
        if (resolution != null && resolution != 1 && resolution != 60) {
            throw MetricErrors.invalid(
                    "The parameter %s.StorageResolution must be 1 or 60.".formatted(where));
        }
        Instant at = Objects.requireNonNullElse(datum.timestamp(), clock.now());
        if (at.isBefore(clock.now().minus(OLDEST)) || at.isAfter(clock.now().plus(NEWEST))) {
            throw MetricErrors.invalid(
                    "The parameter %s.Timestamp must specify a time within the past two weeks."
                            .formatted(where));
        }
        return new Point(
                MetricNames.metric(
                        MetricNames.scope(context),
                        namespace,
                        datum.metricName(),
                        datum.dimensions()),
                Objects.requireNonNullElse(datum.unit(), MetricNames.NO_UNIT),
                at.toEpochMilli(),
                values(datum, where));
    }

    private static Values values(MetricDatum datum, String where) {
        StatisticSet set = datum.statisticValues();
        List<Double> values = Objects.requireNonNullElse(datum.values(), List.of());
        int given =
                (datum.value() == null ? 0 : 1)
                        + (set == null ? 0 : 1)
                        + (values.isEmpty() ? 0 : 1);
        if (given == 0) {
            throw MetricErrors.missing(
                    "At least one of the parameters must be specified: Value, Values,"
                            + " StatisticValues.");
        }
        if (given > 1) {
            throw MetricErrors.combination(
                    "The parameters %s.Value, %s.Values and %s.StatisticValues are mutually exclusive."
                            .formatted(where, where, where));
        }
        if (datum.value() != null) {
            return Values.of(number(datum.value(), where + ".Value"));
        }
        return set == null ? many(datum, values, where) : summary(set, where);
    }

    private static Values many(MetricDatum datum, List<Double> values, String where) {
        List<Double> counts = Objects.requireNonNullElse(datum.counts(), List.of());
        if (values.size() > MOST_VALUES || !counts.isEmpty() && counts.size() != values.size()) {
            throw MetricErrors.invalid(
                    "The parameters %s.Values and %s.Counts must be of the same size, and at most 150."
                            .formatted(where, where));
        }
        Values all = null;
        for (int i = 0; i < values.size(); i++) {
            double times = counts.isEmpty() ? 1 : number(counts.get(i), where + ".Counts");
            if (times <= 0) {
                continue;
            }
            Values one = Values.of(number(values.get(i), where + ".Values"), times);
            all = all == null ? one : all.plus(one);
        }
        if (all == null) {
            throw MetricErrors.invalid("The parameter " + where + ".Counts has nothing above 0.");
        }
        return all;
    }

    private static Values summary(StatisticSet set, String where) {
        double count = number(set.sampleCount(), where + ".StatisticValues.SampleCount");
        double min = number(set.minimum(), where + ".StatisticValues.Minimum");
        double max = number(set.maximum(), where + ".StatisticValues.Maximum");
        double sum = number(set.sum(), where + ".StatisticValues.Sum");
        if (count <= 0 || min > max) {
            throw MetricErrors.invalid(
                    "The parameter " + where + ".StatisticValues contradicts itself.");
        }
        // Values that are all alike have a distribution that is known.
        return min == max ? Values.of(min, count) : Values.summary(count, sum, min, max);
    }

    private static double number(double value, String where) {
        if (Double.isNaN(value) || Math.abs(value) > LARGEST) {
            throw MetricErrors.invalid(
                    "The value " + value + " for parameter " + where + " is invalid.");
        }
        return value;
    }
}
