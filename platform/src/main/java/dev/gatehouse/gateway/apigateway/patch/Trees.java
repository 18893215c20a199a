package dev.gatehouse.gateway.apigateway.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps through a document's maps and lists, making those that are not there yet. */
final class Trees {
    private Trees() {}

    /** A copy that shares nothing that can change. */
    static Map<String, Object> copy(Map<String, ?> document) {
        Map<String, Object> copy = new LinkedHashMap<>();
        document.forEach((name, value) -> copy.put(name, copyValue(value)));
        return copy;
    }

    private static Object copyValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(children(map));
        }
        return value instanceof List<?> list ? new ArrayList<>(list) : value;
    }

    static boolean isChildOf(PatchPath path, List<String> parent) {
        List<String> steps = path.steps();
        return steps.size() == parent.size() + 1
                && steps.subList(0, parent.size()).equals(parent)
                && !steps.getLast().isEmpty();
    }

    static Map<String, Object> mapAt(Map<String, Object> document, List<String> steps) {
        Map<String, Object> map = document;
        for (String step : steps) {
            Object next = map.computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>());
            map = children((Map<?, ?>) next);
        }
        return map;
    }

    @SuppressWarnings("unchecked") // documents hold lists of plain values
    static List<Object> listAt(Map<String, Object> document, List<String> steps) {
        Map<String, Object> holder = mapAt(document, steps.subList(0, steps.size() - 1));
        return (List<Object>) holder.computeIfAbsent(steps.getLast(), _ -> new ArrayList<>());
    }

    /** Removes the map or list there when a change left it empty, so that it reads as absent. */
    static void dropIfEmpty(Map<String, Object> document, List<String> steps) {
        if (steps.isEmpty()) {
            return;
        }
        Map<String, Object> holder = mapAt(document, steps.subList(0, steps.size() - 1));
        Object held = holder.get(steps.getLast());
        boolean empty =
                held instanceof Map<?, ?> map
                        ? map.isEmpty()
                        : held instanceof List<?> list && list.isEmpty();
        if (empty) {
            holder.remove(steps.getLast());
        }
    }

    @SuppressWarnings("unchecked") // documents are keyed by member names
    private static Map<String, Object> children(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
