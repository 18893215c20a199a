package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.GetMetricDataInput;
import dev.gatehouse.aws.cloudwatch.GetMetricDataOutput;
import dev.gatehouse.aws.cloudwatch.MetricDataQuery;
import dev.gatehouse.aws.cloudwatch.MetricDataResult;
import dev.gatehouse.metrics.query.Operand;
import dev.gatehouse.metrics.series.SeriesTable;
import dev.gatehouse.wire.RequestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;

/** GetMetricData. */
final class MetricData {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 100_800;

    private final SeriesTable series;

    MetricData(SeriesTable series) {
        this.series = series;
    }

    GetMetricDataOutput get(RequestContext context, GetMetricDataInput input) {
        if (input.labelOptions() != null) {
            throw MetricErrors.unsupported("LabelOptions");
        }
        List<MetricDataQuery> queries = input.metricDataQueries();
        if (queries.isEmpty() || queries.size() > MOST_QUERIES) {
            throw MetricErrors.validation(
                    "The collection MetricDataQueries must have a size between 1 and 500.");
        }
        if (!input.startTime().isBefore(input.endTime())) {
            throw MetricErrors.validation("The parameter EndTime must be greater than StartTime.");
        }
        Queries evaluated =
                new Queries(
                        series,
                        MetricNames.scope(context),
                        queries,
                        input.startTime().toEpochMilli(),
                        input.endTime().toEpochMilli());
        Page page =
                new Page(
                        MetricListing.offset(input.nextToken()),
                        Math.min(
                                Objects.requireNonNullElse(input.maxDatapoints(), MOST_POINTS),
                                MOST_POINTS),
                        "TimestampAscending".equals(input.scanBy()));
        List<MetricDataResult> results = new ArrayList<>();
        for (MetricDataQuery query : queries) {
            if (!Boolean.FALSE.equals(query.returnData())) {
                results(query, evaluated.of(query.id()), page, results);
            }
        }
        return GetMetricDataOutput.builder()
                .metricDataResults(results)
                .messages(List.of())
                .nextToken(page.more() ? String.valueOf(page.next()) : null)
                .build();
    }

    private static void results(
            MetricDataQuery query, Operand operand, Page page, List<MetricDataResult> results) {
        switch (operand) {
            case Operand.Line line -> results.add(result(query, line, page));
            case Operand.Lines(List<Operand.Line> lines) ->
                    lines.forEach(line -> results.add(result(query, line, page)));
            case Operand.Scalar _ ->
                    throw MetricErrors.validation(
                            "Error in expression '%s': the result must be a time series"
                                    .formatted(query.id()));
        }
    }

    private static MetricDataResult result(MetricDataQuery query, Operand.Line line, Page page) {
        List<Instant> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        NavigableMap<Long, Double> ordered =
                page.ascending() ? line.values() : line.values().descendingMap();
        for (Map.Entry<Long, Double> each : ordered.entrySet()) {
            if (page.takes()) {
                times.add(Instant.ofEpochMilli(each.getKey()));
                values.add(each.getValue());
            }
        }
        return MetricDataResult.builder()
                .id(query.id())
                .label(label(query))
                .timestamps(times)
                .values(values)
                .statusCode(page.more() ? "PartialData" : "Complete")
                .build();
    }

    private static String label(MetricDataQuery query) {
        if (query.label() != null) {
            return query.label();
        }
        return query.metricStat() == null || query.metricStat().metric().metricName() == null
                ? query.id()
                : query.metricStat().metric().metricName();
    }

    /** Which of all values a response has. */
    private static final class Page {
        private final int from;
        private final int size;
        private final boolean ascending;
        private int seen;

        Page(int from, int size, boolean ascending) {
            this.from = from;
            this.size = size;
            this.ascending = ascending;
        }

        boolean ascending() {
            return ascending;
        }

        boolean takes() {
            seen++;
            return seen > from && seen <= from + size;
        }

        boolean more() {
            return seen > from + size;
        }

        int next() {
            return from + size;
        }
    }
}
