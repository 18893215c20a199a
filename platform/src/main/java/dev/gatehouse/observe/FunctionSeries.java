package dev.gatehouse.observe;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Arn;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.observe.metric.Metric.Dimension;
import dev.gatehouse.observe.metric.MetricSink;
import dev.gatehouse.observe.metric.Values;
import java.util.ArrayList;
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
        for (List<Dimension> dimensions : dimensions()) {
            sink.add(
                    new Metric(name.account(), name.region(), NAMESPACE, metric, dimensions),
                    unit,
                    millis,
                    values);
        }
    }

    /** Those of the function, of its version or alias, and of all functions. */
    private List<List<Dimension>> dimensions() {
        Dimension function = new Dimension("FunctionName", name.function());
        List<List<Dimension>> all = new ArrayList<>();
        all.add(List.of());
        all.add(List.of(function));
        String qualifier = name.qualifier();
        String resource = qualifier == null ? name.function() : name.function() + ':' + qualifier;
        all.add(List.of(function, new Dimension("Resource", resource)));
        return all;
    }
}
