package dev.gatehouse.observe;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one function, by its name, by its version or alias, and of all functions together.
 *
 * @param millis when what they tell was measured
 */
record FunctionSeries(MetricSink sink, Name name, long millis) {
    private static final String NAMESPACE = "AWS/Lambda";
    static final String COUNT = "Count";
    static final String MILLISECONDS = "Milliseconds";

    /**
     * A function as it was called.
     *
     * @param qualifier a version or an alias; null without one
     */
    record Name(AccountId account, Region region, String function, @Nullable String qualifier) {

        static Name of(Arn arn) {
            List<String> parts = List.of(arn.resource().split(":", 3));
            return new Name(
                    new AccountId(arn.account()),
                    new Region(arn.region()),
                    parts.size() > 1 ? parts.get(1) : parts.getFirst(),
                    parts.size() > 2 ? parts.get(2) : null);
        }

        Name qualified(String by) {
            return new Name(account, region, function, by);
        }
    }

    static FunctionSeries of(MetricSink sink, Arn function, long millis) {
        return new FunctionSeries(sink, Name.of(function), millis);
    }

    FunctionSeries qualified(String qualifier) {
        return new FunctionSeries(sink, name.qualified(qualifier), millis);
    }

    /** Adds values to a metric; nothing where there are none. */
    void add(String metric, String unit, @Nullable Values values) {
        if (values == null) {
            return;
        }
        addTotal(metric, unit, values);
        addOwn(metric, unit, values);
    }

    /** Adds values of all functions together. */
    void addTotal(String metric, String unit, Values values) {
        add(metric, unit, values, List.of());
    }

    /** Adds values of the function alone. */
    void addOwn(String metric, String unit, Values values) {
        dimensions().forEach(dimensions -> add(metric, unit, values, dimensions));
    }

    private void add(String metric, String unit, Values values, List<Dimension> dimensions) {
        sink.add(
                new Metric(name.account(), name.region(), NAMESPACE, metric, dimensions),
                unit,
                millis,
                values);
    }

    /** Those of the function, and of its version or alias. */
    private List<List<Dimension>> dimensions() {
        Dimension function = new Dimension("FunctionName", name.function());
        String qualifier = name.qualifier();
        String resource = qualifier == null ? name.function() : name.function() + ':' + qualifier;
        return List.of(List.of(function), List.of(function, new Dimension("Resource", resource)));
    }
}
