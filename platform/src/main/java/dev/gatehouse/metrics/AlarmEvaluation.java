package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.Metric;
import dev.gatehouse.aws.cloudwatch.MetricDataQuery;
import dev.gatehouse.aws.cloudwatch.MetricStat;
import dev.gatehouse.aws.cloudwatch.PutMetricAlarmInput;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.metrics.query.Operand;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.store.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds the state of an alarm ("Evaluating an alarm", "Configuring how alarms treat missing data").
 */
final class AlarmEvaluation {
    /** Made with the first reason, not with the node. */
    private static final class Times {
        static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC);

        private Times() {}
    }

    private final SeriesTable series;

    AlarmEvaluation(SeriesTable series) {
        this.series = series;
    }

    /** A state, and why. */
    record Verdict(String state, String reason) {}

    /** The state of an alarm now. */
    Verdict of(Scope scope, StoredAlarm alarm, long now) {
        PutMetricAlarmInput settings = alarm.input();
        try {
            return verdict(alarm, settings, points(scope, settings, now));
        } catch (ServiceException wrong) {
            return new Verdict("INSUFFICIENT_DATA", "Evaluation failed: " + wrong.text());
        }
    }

    /** A period's value, {@code NaN} without one. */
    private record Point(long at, double value) {
        boolean missing() {
            return Double.isNaN(value);
        }
    }

    /** The last periods, oldest first; the one that has not ended counts once it has a value. */
    private List<Point> points(Scope scope, PutMetricAlarmInput settings, long now) {
        List<MetricDataQuery> queries = queries(settings);
        MetricDataQuery told =
                queries.stream()
                        .filter(each -> !Boolean.FALSE.equals(each.returnData()))
                        .findFirst()
                        .orElseThrow();
        int count = periods(settings);
        Queries probe = new Queries(series, scope, queries, now, now);
        long period = Duration.ofSeconds(Math.max(60, period(probe, told))).toMillis();
        long begun = Math.floorDiv(now, period) * period;
        long from = begun - count * period;
        Queries evaluated = new Queries(series, scope, queries, from, begun + period);
        NavigableMap<Long, Double> values =
                evaluated.of(told.id()) instanceof Operand.Line(NavigableMap<Long, Double> line)
                        ? line
                        : new TreeMap<>();
        long first = values.containsKey(begun) ? from + period : from;
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = first + i * period;
            points.add(new Point(at, values.getOrDefault(at, Double.NaN)));
        }
        return points;
    }

    /** An alarm was checked when it was put. */
    private static int periods(PutMetricAlarmInput settings) {
        return Objects.requireNonNull(settings.evaluationPeriods());
    }

    private static int period(Queries queries, MetricDataQuery told) {
        MetricStat stat = told.metricStat();
        return stat == null ? queries.period(told) : stat.period();
    }

    private static List<MetricDataQuery> queries(PutMetricAlarmInput settings) {
        List<MetricDataQuery> given = settings.metrics();
        if (given != null && !given.isEmpty()) {
            return given;
        }
        String statistic = settings.statistic();
        return List.of(
                MetricDataQuery.builder()
                        .id("metric")
                        .metricStat(
                                MetricStat.builder()
                                        .metric(
                                                Metric.builder()
                                                        .namespace(settings.namespace())
                                                        .metricName(settings.metricName())
                                                        .dimensions(settings.dimensions())
                                                        .build())
                                        .period(
                                                Math.max(
                                                        60,
                                                        Objects.requireNonNull(settings.period())))
                                        .stat(
                                                statistic == null
                                                        ? settings.extendedStatistic()
                                                        : statistic)
                                        .unit(settings.unit())
                                        .build())
                        .build());
    }

    private static Verdict verdict(
            StoredAlarm alarm, PutMetricAlarmInput settings, List<Point> points) {
        String missing = Objects.requireNonNullElse(settings.treatMissingData(), "missing");
        int needed = Objects.requireNonNullElse(settings.datapointsToAlarm(), periods(settings));
        List<Point> known = points.stream().filter(each -> !each.missing()).toList();
        if (known.isEmpty() && missing.equals("ignore")) {
            return new Verdict(alarm.state(), alarm.reason());
        }
        if (known.isEmpty() && missing.equals("missing")) {
            return new Verdict(
                    "INSUFFICIENT_DATA",
                    "Insufficient Data: %d datapoints were unknown.".formatted(points.size()));
        }
        List<Point> breaching =
                known.stream().filter(each -> breaches(settings, each.value())).toList();
        int filled = missing.equals("breaching") ? points.size() - known.size() : 0;
        boolean alarmed = breaching.size() + filled >= needed;
        return new Verdict(
                alarmed ? "ALARM" : "OK", reason(settings, alarmed ? breaching : known, alarmed));
    }

    private static boolean breaches(PutMetricAlarmInput settings, double value) {
        double threshold = Objects.requireNonNull(settings.threshold());
        return switch (Objects.requireNonNull(settings.comparisonOperator())) {
            case "GreaterThanOrEqualToThreshold" -> value >= threshold;
            case "GreaterThanThreshold" -> value > threshold;
            case "LessThanThreshold" -> value < threshold;
            default -> value <= threshold;
        };
    }

    private static String reason(
            PutMetricAlarmInput settings, List<Point> points, boolean alarmed) {
        String told =
                points.stream()
                        .map(
                                each ->
                                        each.value()
                                                + " ("
                                                + Times.FORMAT.format(
                                                        Instant.ofEpochMilli(each.at()))
                                                + ')')
                        .collect(Collectors.joining(", ", "[", "]"));
        String comparison =
                switch (Objects.requireNonNull(settings.comparisonOperator())) {
                    case "GreaterThanOrEqualToThreshold" -> "greater than or equal to";
                    case "GreaterThanThreshold" -> "greater than";
                    case "LessThanThreshold" -> "less than";
                    default -> "less than or equal to";
                };
        return "Threshold Crossed: %d out of the last %d datapoints %s %s %s the threshold (%s)."
                .formatted(
                        points.size(),
                        settings.evaluationPeriods(),
                        told,
                        alarmed
                                ? points.size() == 1 ? "was" : "were"
                                : points.size() == 1 ? "was not" : "were not",
                        comparison,
                        settings.threshold());
    }
}
