package dev.gatehouse.observe.metric;

/** Takes what was measured; CloudWatch is behind it. */
@FunctionalInterface
public interface MetricSink {
    /**
     * Adds values to a metric. Bounded; what does not fit is dropped.
     *
     * @param unit one of CloudWatch's, such as {@code Count} or {@code Milliseconds}
     * @param millis when, since 1970; the minute counts
     */
    void add(Metric metric, String unit, long millis, Values values);
}
