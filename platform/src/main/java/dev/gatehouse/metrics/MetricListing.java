package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.DimensionFilter;
import dev.gatehouse.aws.cloudwatch.ListMetricsInput;
import dev.gatehouse.aws.cloudwatch.ListMetricsOutput;
import dev.gatehouse.aws.cloudwatch.Metric;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.metrics.series.Series;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.wire.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ListMetrics. */
final class MetricListing {
    private static final int PAGE = 500;
    private static final Duration RECENT = Duration.ofHours(3);

    private final SeriesTable series;
    private final Clock clock;

    MetricListing(SeriesTable series, Clock clock) {
        this.series = series;
        this.clock = clock;
    }

    ListMetricsOutput list(RequestContext context, ListMetricsInput input) {
        if (Boolean.TRUE.equals(input.includeLinkedAccounts()) || input.owningAccount() != null) {
            throw MetricErrors.unsupported("IncludeLinkedAccounts");
        }
        long since =
                input.recentlyActive() == null
                        ? Long.MIN_VALUE
                        : clock.millis() - RECENT.toMillis();
        List<Metric> found =
                series
                        .find(
                                metric ->
                                        metric.account().equals(context.account())
                                                && metric.region().equals(context.region())
                                                && fits(metric, input))
                        .stream()
                        .filter(each -> each.lastMillis() >= since)
                        .map(Series::metric)
                        .distinct()
                        .sorted((one, other) -> one.toString().compareTo(other.toString()))
                        .map(
                                each ->
                                        Metric.builder()
                                                .namespace(each.namespace())
                                                .metricName(each.name())
                                                .dimensions(MetricNames.dimensions(each))
                                                .build())
                        .toList();
        int from = offset(input.nextToken());
        int to = Math.min(found.size(), from + PAGE);
        return ListMetricsOutput.builder()
                .metrics(found.subList(Math.min(from, found.size()), to))
                .nextToken(to < found.size() ? String.valueOf(to) : null)
                .build();
    }

    static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        try {
            return Math.max(0, Integer.parseInt(token));
        } catch (NumberFormatException notOurs) {
            throw MetricErrors.badToken();
        }
    }

    private static boolean fits(
            dev.gatehouse.observe.metric.Metric metric, ListMetricsInput input) {
        if (input.namespace() != null && !input.namespace().equals(metric.namespace())
                || input.metricName() != null && !input.metricName().equals(metric.name())) {
            return false;
        }
        return Objects.requireNonNullElse(input.dimensions(), List.<DimensionFilter>of()).stream()
                .allMatch(
                        filter ->
                                metric.dimensions().stream()
                                        .anyMatch(
                                                each ->
                                                        each.name().equals(filter.name())
                                                                && (filter.value() == null
                                                                        || filter.value()
                                                                                .equals(
                                                                                        each
                                                                                                .value()))));
    }
}
