package dev.gatehouse.observe.metric;

import dev.gatehouse.observe.metric.Metric.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the metrics of an API go that have the same dimensions.
 *
 * @param millis when, since 1970
 */
public record ApiSeries(MetricSink sink, Measured api, List<Dimension> dimensions, long millis) {
    private static final String NAMESPACE = "AWS/ApiGateway";

    /** Adds what was measured; null for nothing. */
    public void add(String name, String unit, @Nullable Values values) {
        if (values != null && values.count() > 0) {
            sink.add(
                    new Metric(api.account(), api.region(), NAMESPACE, name, dimensions),
                    unit,
                    millis,
                    values);
        }
    }
}
