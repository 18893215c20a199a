package dev.gatehouse.cloudformation.stack;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stack as it is stored.
 *
 * @param id its ARN
 * @param name its name
 * @param status where it stands, such as {@code CREATE_COMPLETE}
 * @param reason why, after a failure
 * @param wanted what it was asked to be
 * @param resources what exists of it, by logical id, in the order it was made
 * @param outputs the evaluated outputs
 * @param times when it was created, updated and deleted
 */
public record Stack(
        String id,
        String name,
        String status,
        @Nullable String reason,
        Wanted wanted,
        Map<String, StackResource> resources,
        List<Output> outputs,
        Times times) {

    static final String REVIEW = "REVIEW_IN_PROGRESS";

    public Stack {
        resources = new LinkedHashMap<>(resources);
        outputs = List.copyOf(outputs);
    }

    /**
     * What a stack was asked to be.
     *
     * @param template the template's text as it was sent
     * @param parameters the given values
     * @param tags the stack's tags
     * @param capabilities what the caller acknowledged
     */
    public record Wanted(
            String template,
            Map<String, String> parameters,
            Map<String, String> tags,
            List<String> capabilities) {
        /** What a stack is asked to be that is not yet. */
        public static final Wanted NOTHING = new Wanted("", Map.of(), Map.of(), List.of());

        public Wanted {
            parameters = Map.copyOf(parameters);
            tags = Map.copyOf(tags);
            capabilities = List.copyOf(capabilities);
        }
    }

    /** One output: its key, value and description. */
    public record Output(String key, String value, @Nullable String description) {}

    /** The moments of a stack's life. */
    public record Times(Instant created, @Nullable Instant updated, @Nullable Instant deleted) {}

    /** Whether an engine works on it. */
    public boolean inProgress() {
        return status.endsWith("_IN_PROGRESS") && !underReview();
    }

    /** Whether it is only a name so far, for change sets that would create it. */
    public boolean underReview() {
        return status.equals(REVIEW);
    }

    /** When it last became something else. */
    Instant changed() {
        return times.updated() == null ? times.created() : times.updated();
    }

    Stack as(String newStatus, @Nullable String why) {
        return new Stack(id, name, newStatus, why, wanted, resources, outputs, times);
    }

    Stack having(Map<String, StackResource> newResources) {
        return new Stack(id, name, status, reason, wanted, newResources, outputs, times);
    }

    Stack offering(List<Output> newOutputs) {
        return new Stack(id, name, status, reason, wanted, resources, newOutputs, times);
    }

    Stack wanting(Wanted other, @Nullable Instant updated) {
        Times changed = new Times(times.created(), updated, null);
        return new Stack(id, name, status, reason, other, resources, outputs, changed);
    }

    Stack gone(Instant at) {
        Times ended = new Times(times.created(), times.updated(), at);
        return new Stack(id, name, "DELETE_COMPLETE", null, wanted, resources, outputs, ended);
    }
}
