package dev.gatehouse.cloudformation.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.live.PropertyDifferences.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one resource was found, as it is stored.
 *
 * @param status IN_SYNC, MODIFIED, DELETED or NOT_CHECKED
 * @param expected the properties that were compared, as the template has them
 * @param actual the same as they are; null when they are not
 */
public record Drift(
        String logicalId,
        String physicalId,
        String type,
        String status,
        ObjectNode expected,
        @Nullable ObjectNode actual,
        List<Difference> differences,
        Instant at) {
    public Drift {
        differences = List.copyOf(differences);
    }

    /** The same with the values of some properties masked. */
    Drift hiding(Set<String> properties) {
        return new Drift(
                logicalId,
                physicalId,
                type,
                status,
                masked(expected, properties),
                actual == null ? null : masked(actual, properties),
                differences.stream()
                        .map(
                                each ->
                                        properties.contains(each.path().split("/", 3)[1])
                                                ? each.masked()
                                                : each)
                        .toList(),
                at);
    }

    private static ObjectNode masked(ObjectNode all, Set<String> properties) {
        ObjectNode shown = all.deepCopy();
        properties.stream().filter(shown::has).forEach(name -> shown.put(name, "****"));
        return shown;
    }

    /** Whether it is otherwise than it was made. */
    public boolean isDrifted() {
        return status.equals("MODIFIED") || status.equals("DELETED");
    }
}
