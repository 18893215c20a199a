package dev.gatehouse.cloudformation.sam.implicit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What becomes of an implicit API: the most careful of what its functions say. */
final class ImplicitRetention {
    private static final List<String> BY_CARE = List.of("Retain", "Snapshot", "Delete");

    private final Set<String> deletion = new HashSet<>();
    private final Set<String> replacement = new HashSet<>();

    void add(ObjectNode function) {
        deletion.add(function.path("DeletionPolicy").asText());
        replacement.add(function.path("UpdateReplacePolicy").asText());
    }

    void apply(ObjectNode api) {
        deletion.remove("Snapshot");
        set(api, "DeletionPolicy", deletion);
        set(api, "UpdateReplacePolicy", replacement);
    }

    private static void set(ObjectNode api, String policy, Set<String> asked) {
        BY_CARE.stream()
                .filter(asked::contains)
                .findFirst()
                .ifPresent(most -> api.put(policy, most));
    }
}
