package dev.gatehouse.observe.metric;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Comparator;
import java.util.List;

/**
 * A metric: all of its parts together name it.
 *
 * @param dimensions in the order of their names
 */
public record Metric(
        AccountId account,
        Region region,
        String namespace,
        String name,
        List<Dimension> dimensions) {

    /** One of the names and values that tell metrics of one name apart. */
    public record Dimension(String name, String value) {}

    public Metric {
        dimensions = dimensions.stream().sorted(Comparator.comparing(Dimension::name)).toList();
    }
}
