package dev.gatehouse.cloudformation.changeset;

import dev.gatehouse.cloudformation.stack.ResourceImport;
import dev.gatehouse.cloudformation.stack.Stack;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of a stack that can be looked at before it is made, as it is stored.
 *
 * @param id its ARN
 * @param name its name, unique in its stack
 * @param basis the stack it was worked out against
 * @param request how it was asked for
 * @param wanted what the stack is to be
 * @param changes what that takes
 * @param state whether it can be executed, or was
 */
public record ChangeSet(
        String id,
        String name,
        Basis basis,
        Request request,
        Stack.Wanted wanted,
        List<PlannedChange> changes,
        State state) {

    public ChangeSet {
        changes = List.copyOf(changes);
        // Absent in change sets that were stored before there were requests.
        request =
                Objects.requireNonNullElseGet(
                        request,
                        () ->
                                new Request(
                                        null,
                                        basis.changed(),
                                        Type.UPDATE,
                                        false,
                                        false,
                                        null,
                                        null));
    }

    /** The sorts of change sets, by AWS's names. */
    public enum Type {
        CREATE,
        UPDATE,
        IMPORT
    }

    /**
     * How a change set was asked for.
     *
     * @param description the caller's own words
     * @param at when
     * @param type what it does to its stack
     * @param importExisting whether what exists under a name that the template gives is taken over
     * @param includeNested whether nested stacks get change sets of their own
     * @param within the sets above it; null when it is none of a nested stack
     * @param token by which the caller knows its request when it makes it again
     */
    public record Request(
            @Nullable String description,
            Instant at,
            Type type,
            boolean importExisting,
            boolean includeNested,
            @Nullable Within within,
            @Nullable String token) {
        /** Whether it is the same request, made again. */
        public boolean repeats(Request earlier) {
            return token != null && token.equals(earlier.token);
        }

        boolean isIn(ChangeSet parent) {
            return within != null && within.parentId().equals(parent.id());
        }

        /** The same for a stack nested in a set's. */
        public Request nestedIn(ChangeSet parent, Type sort) {
            Within above = parent.request().within();
            String root = above == null ? parent.id() : above.rootId();
            return new Request(null, at, sort, false, true, new Within(parent.id(), root), null);
        }
    }

    /**
     * Where a change set of a nested stack stands.
     *
     * @param parentId the set that it was made for
     * @param rootId the one at the top, with which it is executed and deleted
     */
    public record Within(String parentId, String rootId) {}

    /** The existing resources that it takes into its stack. */
    public ResourceImport imported() {
        Map<String, Map<String, String>> identifiers = new LinkedHashMap<>();
        for (PlannedChange change : changes) {
            if (change.identifier() != null) {
                identifiers.put(change.logicalId(), change.identifier());
            }
        }
        return new ResourceImport(request.type() == Type.IMPORT, identifiers, announced());
    }

    /** Nested stacks that wait for it under review: what their generated names end with. */
    private Map<String, String> announced() {
        Map<String, String> letters = new LinkedHashMap<>();
        for (PlannedChange change : changes) {
            String stack = change.physicalId();
            if (change.action() == PlannedChange.Action.Add && stack != null) {
                String name = stack.split("/", 3)[1];
                letters.put(change.logicalId(), name.substring(name.lastIndexOf('-') + 1));
            }
        }
        return letters;
    }

    /**
     * A stack as a change set knows it; once the stack has changed, the set is obsolete.
     *
     * @param changed when the stack last became something else
     */
    public record Basis(String stackId, String stackName, Instant changed) {}

    /**
     * Where a change set stands, in AWS's two measures: whether it could be worked out, and whether
     * it was executed.
     *
     * @param reason why it could not be worked out
     */
    public record State(String status, String execution, @Nullable String reason) {
        public static final State AVAILABLE = new State("CREATE_COMPLETE", "AVAILABLE", null);
        public static final State EXECUTING = AVAILABLE.executed("EXECUTE_IN_PROGRESS");
        public static final State EXECUTED = AVAILABLE.executed("EXECUTE_COMPLETE");
        public static final State EXECUTION_FAILED = AVAILABLE.executed("EXECUTE_FAILED");
        public static final State OBSOLETE = AVAILABLE.executed("OBSOLETE");

        public static State failed(String reason) {
            return new State("FAILED", "UNAVAILABLE", reason);
        }

        /** What becomes of an executed set, whose stack is what was wanted or rolled back. */
        public static State executed(boolean reached) {
            return reached ? EXECUTED : EXECUTION_FAILED;
        }

        /** Whether it was executed, or is being. */
        public boolean isExecution() {
            return execution.startsWith("EXECUTE_");
        }

        private State executed(String newExecution) {
            return new State(status, newExecution, reason);
        }
    }

    /** The same with what nested stacks have to do with it. */
    public ChangeSet with(List<PlannedChange> others, State newState) {
        return new ChangeSet(id, name, basis, request, wanted, others, newState);
    }

    ChangeSet as(State newState) {
        return new ChangeSet(id, name, basis, request, wanted, changes, newState);
    }
}
