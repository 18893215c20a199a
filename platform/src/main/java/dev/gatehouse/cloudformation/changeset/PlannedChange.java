package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.cloudformation.stack.StackResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to one resource.
 *
 * @param action what happens
 * @param logicalId the resource
 * @param physicalId what it is now; null for one to be added
 * @param type its type
 * @param replacement whether a modified one gives way to a new one; null for the others
 * @param details what of a modified one differs
 */
public record PlannedChange(
        Action action,
        String logicalId,
        @Nullable String physicalId,
        String type,
        @Nullable Replacement replacement,
        List<Detail> details) {

    public PlannedChange {
        details = List.copyOf(details);
    }

    /** What happens to a resource; named as AWS writes it. */
    public enum Action {
        Add,
        Modify,
        Remove
    }

    /** Whether a modified resource gives way to a new one; named as AWS writes it. */
    public enum Replacement {
        True,
        False,
        Conditional
    }

    /**
     * One difference.
     *
     * @param attribute what of the declaration differs: {@code Properties} or another
     * @param name the property; null when the attribute has no parts
     * @param before its value; null when it had none
     * @param after its value; null when it has none
     * @param known whether the value is known before other resources have changed
     * @param recreates whether a change of this property makes a new resource
     */
    public record Detail(
            String attribute,
            @Nullable String name,
            @Nullable String before,
            @Nullable String after,
            boolean known,
            boolean recreates) {

        static Detail property(
                String name, JsonNode before, JsonNode after, boolean known, boolean recreates) {
            return new Detail("Properties", name, text(before), text(after), known, recreates);
        }

        /** The same for a value that comes from a NoEcho parameter. */
        Detail masked() {
            return new Detail(attribute, name, "****", "****", known, recreates);
        }

        private static @Nullable String text(JsonNode value) {
            if (value instanceof MissingNode) {
                return null;
            }
            return value.isValueNode() ? value.asText() : value.toString();
        }
    }

    static PlannedChange add(String logicalId, String type) {
        return new PlannedChange(Action.Add, logicalId, null, type, null, List.of());
    }

    static PlannedChange remove(String logicalId, StackResource resource) {
        return new PlannedChange(
                Action.Remove, logicalId, resource.physicalId(), resource.type(), null, List.of());
    }

    /** Whether what refers to the resource will only know its new self afterwards. */
    boolean renews() {
        return action == Action.Add
                || replacement == Replacement.True
                || replacement == Replacement.Conditional;
    }
}
