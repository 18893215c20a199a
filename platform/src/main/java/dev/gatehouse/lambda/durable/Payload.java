package dev.gatehouse.lambda.durable;

import dev.gatehouse.lambda.durable.model.StoredOperation;
import dev.gatehouse.wire.format.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The event that an invocation of a durable function gets. Unlike in Lambda's API, times are whole
 * milliseconds in it.
 */
final class Payload {
    /** How much of the operations comes with the event; the rest is asked for. */
    static final int PAGE_BYTES = 5 * 1024 * 1024;

    private static final int THOUSAND = 1000;

    private Payload() {}

    /**
     * @param updated the operations that changed since the function was last told
     */
    static byte[] of(Execution execution, List<String> updated) {
        Page page =
                Page.of(
                        execution
                                .within()
                                .documents()
                                .operations(execution.scope(), execution.key()),
                        0,
                        Integer.MAX_VALUE,
                        PAGE_BYTES);
        List<Object> operations = new ArrayList<>();
        page.operations().forEach(each -> operations.add(inMillis(each.operation())));
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("Operations", operations);
        state.put("NextMarker", page.next() == null ? "" : page.next());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("DurableExecutionArn", execution.arn().toString());
        event.put("CheckpointToken", CheckpointToken.of(execution.run()));
        event.put("InitialExecutionState", state);
        event.put("UpdatedOperationIds", updated);
        return JsonWriter.writeTree(event);
    }

    private static Map<String, Object> inMillis(Map<?, ?> tree) {
        Map<String, Object> converted = new LinkedHashMap<>();
        tree.forEach((name, value) -> converted.put(String.valueOf(name), inMillis(name, value)));
        return converted;
    }

    private static Object inMillis(Object name, Object value) {
        if (value instanceof Map<?, ?> inner) {
            return inMillis(inner);
        }
        boolean timestamp = String.valueOf(name).endsWith("Timestamp");
        return timestamp && value instanceof Number seconds
                ? Math.round(seconds.doubleValue() * THOUSAND)
                : value;
    }

    /**
     * Some of an execution's operations.
     *
     * @param next where the next page begins; null when this is the last
     */
    record Page(List<StoredOperation> operations, @Nullable String next) {

        /** At least one operation, when there is any left. */
        static Page of(List<StoredOperation> all, int from, int most, int bytes) {
            List<StoredOperation> page = new ArrayList<>();
            long size = 0;
            for (StoredOperation each : all.subList(Math.min(from, all.size()), all.size())) {
                size += JsonWriter.write(each.view().data()).length;
                if (!page.isEmpty() && (size > bytes || page.size() >= most)) {
                    return new Page(page, String.valueOf(from + page.size()));
                }
                page.add(each);
            }
            return new Page(page, null);
        }
    }
}
