package dev.gatehouse.metrics.series;

import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Values;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The values of one metric in one unit: by minute for three hours, by five minutes for a day, by
 * the hour for fifteen days.
 */
public final class Series {
    static final Duration KEPT = Duration.ofDays(15);

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long BY_MINUTE = Duration.ofHours(3).toMillis();
    private static final long BY_FIVE_MINUTES = Duration.ofDays(1).toMillis();

    private final Metric metric;
    private final String unit;
    private final TreeMap<Long, Values> minutes = new TreeMap<>();
    private final TreeMap<Long, Values> fives = new TreeMap<>();
    private final TreeMap<Long, Values> hours = new TreeMap<>();

    Series(Metric metric, String unit) {
        this.metric = metric;
        this.unit = unit;
    }

    public Metric metric() {
        return metric;
    }

    public String unit() {
        return unit;
    }

    synchronized void add(long millis, Values values, long now) {
        long age = now - millis;
        if (age <= BY_MINUTE) {
            add(minutes, millis, MINUTE, values);
        } else if (age <= BY_FIVE_MINUTES) {
            add(fives, millis, FIVE_MINUTES, values);
        } else if (age <= KEPT.toMillis()) {
            add(hours, millis, HOUR, values);
        }
        age(now);
    }

    /** Makes what is old coarser, and drops what is too old. */
    synchronized void age(long now) {
        roll(minutes, now - BY_MINUTE, fives, FIVE_MINUTES);
        roll(fives, now - BY_FIVE_MINUTES, hours, HOUR);
        hours.headMap(now - KEPT.toMillis()).clear();
    }

    private static void roll(
            TreeMap<Long, Values> from, long before, TreeMap<Long, Values> into, long step) {
        while (!from.isEmpty() && from.firstKey() < before) {
            Map.Entry<Long, Values> oldest = from.pollFirstEntry();
            add(into, oldest.getKey(), step, oldest.getValue());
        }
    }

    private static void add(TreeMap<Long, Values> into, long millis, long step, Values values) {
        into.merge(Math.floorDiv(millis, step) * step, values, Values::plus);
    }

    /** What there is between two times, the second one left out, by when it begins. */
    public synchronized NavigableMap<Long, Values> between(long from, long to) {
        NavigableMap<Long, Values> all = new TreeMap<>(hours.subMap(from, to));
        fives.subMap(from, to).forEach((at, values) -> all.merge(at, values, Values::plus));
        minutes.subMap(from, to).forEach((at, values) -> all.merge(at, values, Values::plus));
        return all;
    }

    /** When its last value came; very long ago without one. */
    public synchronized long lastMillis() {
        if (!minutes.isEmpty()) {
            return minutes.lastKey();
        }
        return fives.isEmpty()
                ? hours.isEmpty() ? Long.MIN_VALUE : hours.lastKey()
                : fives.lastKey();
    }
}
