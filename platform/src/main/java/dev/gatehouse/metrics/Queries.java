package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.Metric;
import dev.gatehouse.aws.cloudwatch.MetricDataQuery;
import dev.gatehouse.aws.cloudwatch.MetricStat;
import dev.gatehouse.metrics.query.MathException;
import dev.gatehouse.metrics.query.MetricMath;
import dev.gatehouse.metrics.query.Operand;
import dev.gatehouse.metrics.query.Periods;
import dev.gatehouse.metrics.query.Statistic;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.store.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queries of one GetMetricData, or of one alarm, evaluated as they are asked for. */
final class Queries {
    private static final int MINUTE_SECONDS = 60;

    private final SeriesTable series;
    private final Scope scope;
    private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
    private final Map<String, Operand> evaluated = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final long from;
    private final long to;

    Queries(SeriesTable series, Scope scope, List<MetricDataQuery> queries, long from, long to) {
        this.series = series;
        this.scope = scope;
        this.from = from;
        this.to = to;
        for (MetricDataQuery query : queries) {
            check(query);
            if (this.queries.put(query.id(), query) != null) {
                throw MetricErrors.validation(
                        "The values for parameter id in MetricDataQueries are not unique.");
            }
        }
    }

    private void check(MetricDataQuery query) {
        if (!query.id().matches("[a-z][a-zA-Z0-9_]*")) {
            throw MetricErrors.validation(
                    "The value %s for parameter MetricDataQueries.member.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$."
                            .formatted(query.id()));
        }
        if ((query.metricStat() == null) == (query.expression() == null)) {
            throw MetricErrors.validation(
                    "Each MetricDataQuery must have either MetricStat or Expression.");
        }
        if (query.accountId() != null && !query.accountId().equals(scope.account().value())) {
            throw MetricErrors.unsupported("AccountId of another account");
        }
    }

    /** What a query gives. */
    Operand of(String id) {
        Operand known = evaluated.get(id);
        if (known != null) {
            return known;
        }
        MetricDataQuery query = queries.get(id);
        if (query == null || !open.add(id)) {
            throw MetricErrors.validation(
                    "Error in expression: the id '" + id + "' is not known here");
        }
        MetricStat stat = query.metricStat();
        Operand made = stat == null ? math(query) : line(stat);
        open.remove(id);
        evaluated.put(id, made);
        return made;
    }

    private Operand math(MetricDataQuery query) {
        String expression = Objects.requireNonNull(query.expression());
        try {
            return MetricMath.evaluate(
                    expression,
                    this::of,
                    () ->
                            queries.values().stream()
                                    .filter(each -> each.metricStat() != null)
                                    .map(each -> line(Objects.requireNonNull(each.metricStat())))
                                    .toList(),
                    Duration.ofSeconds(period(query)).toMillis());
        } catch (MathException wrong) {
            throw MetricErrors.validation(wrong.text());
        }
    }

    /** Its own, or else that of the metrics. */
    int period(MetricDataQuery query) {
        if (query.period() != null) {
            return query.period();
        }
        int longest = 0;
        for (MetricDataQuery each : queries.values()) {
            MetricStat stat = each.metricStat();
            longest = stat == null ? longest : Math.max(longest, stat.period());
        }
        return longest == 0 ? MINUTE_SECONDS : longest;
    }

    private Operand.Line line(MetricStat stat) {
        MetricStatistics.requirePeriod(stat.period());
        long millis = Duration.ofSeconds(Math.max(MINUTE_SECONDS, stat.period())).toMillis();
        Metric metric = stat.metric();
        Periods periods = new Periods(Math.floorDiv(from, millis) * millis, to, millis);
        return new Operand.Line(
                periods.of(
                        series.of(
                                MetricNames.metric(
                                        scope,
                                        required(metric.namespace(), "Namespace"),
                                        required(metric.metricName(), "MetricName"),
                                        metric.dimensions()),
                                MetricNames.units(stat.unit())),
                        Statistic.parse(stat.stat())
                                .orElseThrow(
                                        () ->
                                                MetricErrors.validation(
                                                        "The value "
                                                                + stat.stat()
                                                                + " for parameter Stat is not"
                                                                + " supported."))));
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw MetricErrors.missing("The parameter Metric." + name + " is required.");
        }
        return value;
    }
}
