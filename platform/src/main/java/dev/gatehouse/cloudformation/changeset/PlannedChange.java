package dev.gatehouse.cloudformation.changeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.cloudformation.stack.StackResource;
import java.util.List;
import java.util.Map;
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
 * @param identifier what names one to be imported: values by property; null for the others
 * @param context the whole of it before and after; null in one that was stored before there was
 */
public record PlannedChange(
        Action action,
        String logicalId,
        @Nullable String physicalId,
        String type,
        @Nullable Replacement replacement,
        List<Detail> details,
        @Nullable Map<String, String> identifier,
        @Nullable Context context) {

    public PlannedChange {
        details = List.copyOf(details);
    }

    /** What happens to a resource; named as AWS writes it. */
    public enum Action {
        Add,
        Modify,
        Remove,
        Import
    }

    /** Whether a modified resource gives way to a new one; named as AWS writes it. */
    public enum Replacement {
        True,
        False,
        Conditional
    }

    /**
     * What a resource is declared to be, as JSON documents without secrets.
     *
     * @param before null when there is none yet
     * @param after null when there is none any more
     * @param changeSet the ARN of the change set of the stack that the resource is; null when it
     *     has none
     */
    public record Context(
            @Nullable String before, @Nullable String after, @Nullable String changeSet) {
        Context(@Nullable String before, @Nullable String after) {
            this(before, after, null);
        }
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
        private static final String MASK = "****";
        private static final String PROPERTIES = "Properties";

        /** A nested stack's template may be another one behind the same URL. */
        static final Detail AUTOMATIC = new Detail(PROPERTIES, null, null, null, false, false);

        /** Whether nothing of the declaration differs. */
        public boolean isAutomatic() {
            return name == null && attribute.equals(PROPERTIES);
        }

        static Detail property(
                String name, JsonNode before, JsonNode after, boolean known, boolean recreates) {
            return new Detail(PROPERTIES, name, text(before), text(after), known, recreates);
        }

        /** The same for a value that comes from a NoEcho parameter. */
        Detail masked() {
            return new Detail(
                    attribute,
                    name,
                    before == null ? null : MASK,
                    after == null ? null : MASK,
                    known,
                    recreates);
        }

        /** Where it stands in the declaration. */
        public String path() {
            return name == null ? "/" + attribute : "/" + attribute + "/" + name;
        }

        /** What became of it, as AWS writes it; null where the values are not told. */
        public @Nullable String changeType() {
            if (name == null) {
                return null;
            }
            if (before == null) {
                return "Add";
            }
            return after == null ? "Remove" : "Modify";
        }

        private static @Nullable String text(JsonNode value) {
            if (value instanceof MissingNode) {
                return null;
            }
            return value.isValueNode() ? value.asText() : value.toString();
        }
    }

    static PlannedChange add(String logicalId, String type, Context context) {
        return new PlannedChange(Action.Add, logicalId, null, type, null, List.of(), null, context);
    }

    static PlannedChange imports(String logicalId, Importable found, String type, Context context) {
        return new PlannedChange(
                Action.Import,
                logicalId,
                found.physicalId(),
                type,
                null,
                List.of(),
                found.identifier(),
                context);
    }

    static PlannedChange modify(
            String logicalId,
            StackResource existing,
            Replacement replacement,
            List<Detail> details,
            Context context) {
        return new PlannedChange(
                Action.Modify,
                logicalId,
                existing.physicalId(),
                existing.type(),
                replacement,
                details,
                null,
                context);
    }

    static PlannedChange remove(String logicalId, StackResource resource, Context context) {
        return new PlannedChange(
                Action.Remove,
                logicalId,
                resource.physicalId(),
                resource.type(),
                null,
                List.of(),
                null,
                context);
    }

    /** Whether nothing of the declaration differs, and only what stands within may. */
    public boolean isAutomatic() {
        return !details.isEmpty() && details.stream().allMatch(Detail::isAutomatic);
    }

    /**
     * The same with the change set of the stack that the resource is.
     *
     * @param stackId that stack
     */
    public PlannedChange within(String changeSet, String stackId) {
        Context whole =
                context == null
                        ? new Context(null, null, changeSet)
                        : new Context(context.before(), context.after(), changeSet);
        return new PlannedChange(
                action, logicalId, stackId, type, replacement, details, identifier, whole);
    }

    /** The change set of the stack that the resource is; null when it has none. */
    public @Nullable String changeSet() {
        return context == null ? null : context.changeSet();
    }

    /** Whether what refers to the resource will only know its new self afterwards. */
    boolean renews() {
        return action == Action.Add
                || action == Action.Import
                || replacement == Replacement.True
                || replacement == Replacement.Conditional;
    }
}
