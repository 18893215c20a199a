package dev.gatehouse.observe.metric;

/** Measures between the times that it is asked. */
@FunctionalInterface
public interface MetricSource {
    /** Hands on what was measured since the last time. Called by one thread, about every second. */
    void drain(MetricSink sink);
}
