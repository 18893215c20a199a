package dev.gatehouse.cloudformation.type.neighbour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.cloudformation.resource.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a table's global indexes, one a call, as DynamoDB takes them: indexes that are gone or
 * whose keys are others are deleted first.
 */
final class TableIndexes {
    private static final String INDEXES = "GlobalSecondaryIndexes";
    private static final String THROUGHPUT = "ProvisionedThroughput";
    private static final String DEFINITIONS = "AttributeDefinitions";

    private TableIndexes() {}

    static List<ObjectNode> changes(ObjectNode before, ObjectNode declared) {
        Map<String, JsonNode> former = byName(before);
        Map<String, JsonNode> wanted = byName(declared);
        List<ObjectNode> changes = new ArrayList<>();
        former.forEach(
                (name, index) -> {
                    if (!isKept(index, wanted.get(name))) {
                        changes.add(
                                change(declared, "Delete", Target.input().put("IndexName", name)));
                    }
                });
        wanted.forEach(
                (name, index) -> {
                    JsonNode old = former.get(name);
                    if (old == null || !isKept(old, index)) {
                        changes.add(change(declared, "Create", index.deepCopy()));
                    } else if (!old.path(THROUGHPUT).equals(index.path(THROUGHPUT))) {
                        ObjectNode update = Target.input().put("IndexName", name);
                        update.set(THROUGHPUT, index.path(THROUGHPUT));
                        changes.add(change(declared, "Update", update));
                    }
                });
        if (changes.isEmpty() && Differences.any(before, declared, DEFINITIONS)) {
            changes.add(Differences.pick(declared, List.of(DEFINITIONS)));
        }
        return changes;
    }

    private static boolean isKept(JsonNode old, @Nullable JsonNode wanted) {
        return wanted != null
                && old.path("KeySchema").equals(wanted.path("KeySchema"))
                && old.path("Projection").equals(wanted.path("Projection"));
    }

    private static ObjectNode change(ObjectNode declared, String action, JsonNode index) {
        ObjectNode input = Differences.pick(declared, List.of(DEFINITIONS));
        input.putArray("GlobalSecondaryIndexUpdates").addObject().set(action, index);
        return input;
    }

    private static Map<String, JsonNode> byName(ObjectNode declared) {
        Map<String, JsonNode> indexes = new LinkedHashMap<>();
        declared.path(INDEXES)
                .forEach(index -> indexes.put(index.path("IndexName").asText(), index));
        return indexes;
    }
}
