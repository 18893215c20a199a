package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.Datapoint;
import dev.gatehouse.aws.cloudwatch.GetMetricStatisticsInput;
import dev.gatehouse.aws.cloudwatch.GetMetricStatisticsOutput;
import dev.gatehouse.metrics.query.Periods;
import dev.gatehouse.metrics.query.Statistic;
import dev.gatehouse.metrics.series.Series;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Values;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** GetMetricStatistics. */
final class MetricStatistics {
    private static final int MOST_POINTS = 1_440;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final SeriesTable series;

    MetricStatistics(SeriesTable series) {
        this.series = series;
    }

    GetMetricStatisticsOutput get(RequestContext context, GetMetricStatisticsInput input) {
        List<String> simple = Objects.requireNonNullElse(input.statistics(), List.of());
        List<String> extended = Objects.requireNonNullElse(input.extendedStatistics(), List.of());
        if (simple.isEmpty() && extended.isEmpty()) {
            throw MetricErrors.missing(
                    "At least one of the parameters Statistics and ExtendedStatistics must be"
                            + " specified.");
        }
        Map<String, Statistic> percentiles = new HashMap<>();
        for (String each : extended) {
            percentiles.put(
                    each,
                    Statistic.parse(each)
                            .filter(Statistic.Percentile.class::isInstance)
                            .orElseThrow(
                                    () ->
                                            MetricErrors.invalid(
                                                    "The value "
                                                            + each
                                                            + " for parameter ExtendedStatistics is"
                                                            + " not supported.")));
        }
        Periods periods = periods(input);
        Metric metric =
                MetricNames.metric(
                        MetricNames.scope(context),
                        input.namespace(),
                        input.metricName(),
                        input.dimensions());
        List<Datapoint> points = new ArrayList<>();
        for (Series each : series.of(metric, MetricNames.units(input.unit()))) {
            periods.of(List.of(each))
                    .forEach(
                            (at, values) ->
                                    points.add(
                                            point(at, values, each.unit(), simple, percentiles)));
        }
        return GetMetricStatisticsOutput.builder()
                .label(input.metricName())
                .datapoints(points)
                .build();
    }

    private static Periods periods(GetMetricStatisticsInput input) {
        long period = input.period() * 1_000L;
        requirePeriod(input.period());
        long from = Math.floorDiv(input.startTime().toEpochMilli(), MINUTE) * MINUTE;
        long to = input.endTime().toEpochMilli();
        if (!input.startTime().isBefore(input.endTime())) {
            throw MetricErrors.combination(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
        long points = (to - from + period - 1) / period;
        if (points > MOST_POINTS) {
            throw MetricErrors.combination(
                    "You have requested up to %,d datapoints, which exceeds the limit of 1,440. You"
                                    .formatted(points)
                            + " may reduce the datapoints requested by increasing Period, or"
                            + " decreasing the time range.");
        }
        return new Periods(from, to, period);
    }

    /** What is shorter than a minute is told by the minute. */
    static void requirePeriod(int seconds) {
        boolean fine = List.of(1, 5, 10, 20, 30).contains(seconds);
        if (!fine && seconds % 60 != 0) {
            throw MetricErrors.invalid(
                    "The parameter Period must be equal to 1, 5, 10, 20, 30 or a multiple of 60");
        }
    }

    private static Datapoint point(
            long at,
            Values values,
            String unit,
            List<String> simple,
            Map<String, Statistic> percentiles) {
        Datapoint.Builder point =
                Datapoint.builder().timestamp(Instant.ofEpochMilli(at)).unit(unit);
        for (String each : simple) {
            switch (each) {
                case "SampleCount" -> point.sampleCount(values.count());
                case "Average" -> point.average(values.average());
                case "Sum" -> point.sum(values.sum());
                case "Minimum" -> point.minimum(values.min());
                default -> point.maximum(values.max());
            }
        }
        Map<String, Double> told = new HashMap<>();
        percentiles.forEach(
                (name, statistic) -> {
                    double value = statistic.of(values);
                    if (!Double.isNaN(value)) {
                        told.put(name, value);
                    }
                });
        return (told.isEmpty() ? point : point.extendedStatistics(told)).build();
    }
}
