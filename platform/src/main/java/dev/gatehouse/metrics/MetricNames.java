package dev.gatehouse.metrics;

import dev.gatehouse.aws.cloudwatch.Dimension;
import dev.gatehouse.observe.metric.Metric;
import dev.gatehouse.store.Scope;
import dev.gatehouse.wire.RequestContext;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metrics as requests and responses write them. */
final class MetricNames {
    /** The unit of values that came without one. */
    static final String NO_UNIT = "None";

    /** All that there are. */
    static final List<String> UNITS =
            List.of(
                    "Seconds",
                    "Microseconds",
                    "Milliseconds",
                    "Bytes",
                    "Kilobytes",
                    "Megabytes",
                    "Gigabytes",
                    "Terabytes",
                    "Bits",
                    "Kilobits",
                    "Megabits",
                    "Gigabits",
                    "Terabits",
                    "Percent",
                    "Count",
                    "Bytes/Second",
                    "Kilobytes/Second",
                    "Megabytes/Second",
                    "Gigabytes/Second",
                    "Terabytes/Second",
                    "Bits/Second",
                    "Kilobits/Second",
                    "Megabits/Second",
                    "Gigabits/Second",
                    "Terabits/Second",
                    "Count/Second",
                    NO_UNIT);

    private MetricNames() {}

    static Scope scope(RequestContext context) {
        return new Scope(context.account(), context.region());
    }

    static Metric metric(
            Scope scope, String namespace, String name, @Nullable List<Dimension> dimensions) {
        List<Dimension> given = Objects.requireNonNullElse(dimensions, List.of());
        Set<String> names = new HashSet<>();
        for (Dimension each : given) {
            if (!names.add(each.name())) {
                throw MetricErrors.invalid(
                        "The value " + each.name() + " for parameter Dimensions is duplicated.");
            }
        }
        return new Metric(
                scope.account(),
                scope.region(),
                namespace,
                name,
                given.stream()
                        .map(each -> new Metric.Dimension(each.name(), each.value()))
                        .toList());
    }

    static List<Dimension> dimensions(Metric metric) {
        return metric.dimensions().stream()
                .map(each -> Dimension.builder().name(each.name()).value(each.value()).build())
                .toList();
    }

    /** The units that a request asks for: one, or any. */
    static List<String> units(@Nullable String unit) {
        return unit == null ? UNITS : List.of(unit);
    }
}
