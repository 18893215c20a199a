package dev.gatehouse.metrics.query;

import dev.gatehouse.metrics.series.Series;
import dev.gatehouse.observe.metric.Values;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A time that is cut into periods.
 *
 * @param from the beginning of the first one, in milliseconds since 1970
 * @param to before which the last one begins
 * @param millis how long each is
 */
public record Periods(long from, long to, long millis) {

    /** What series have together in each period that has anything, by its beginning. */
    public NavigableMap<Long, Values> of(List<Series> series) {
        NavigableMap<Long, Values> all = new TreeMap<>();
        for (Series each : series) {
            each.between(from, to)
                    .forEach(
                            (at, values) ->
                                    all.merge(
                                            from + Math.floorDiv(at - from, millis) * millis,
                                            values,
                                            Values::plus));
        }
        return all;
    }

    /** A statistic of what series have in each period. */
    public NavigableMap<Long, Double> of(List<Series> series, Statistic statistic) {
        NavigableMap<Long, Double> told = new TreeMap<>();
        of(series)
                .forEach(
                        (at, values) -> {
                            double value = statistic.of(values);
                            if (!Double.isNaN(value)) {
                                told.put(at, value);
                            }
                        });
        return told;
    }
}
