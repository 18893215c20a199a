package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Imports;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One create, update or delete of a stack, with the way back when a step fails. */
public final class StackRun {
    private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);
    private static final String CLEANING = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
    private static final String STOPPED = "The node stopped in the middle of the operation";

    private final StackStore store;
    private final Scope scope;
    private final Stack stack;
    private final StackJournal journal;
    private final StackEngine engine;
    private final Clock clock;

    public StackRun(
            StackStore store,
            Scope scope,
            Stack stack,
            StackJournal journal,
            StackEngine engine,
            Clock clock) {
        this.store = store;
        this.scope = scope;
        this.stack = stack;
        this.journal = journal;
        this.engine = engine;
        this.clock = clock;
    }

    /** Takes the stack, so that nobody else starts work on it; false when somebody did. */
    public boolean begin(String status) {
        return journal.take(stack, status, "User Initiated");
    }

    /** Makes the stack; false when it had to roll back. */
    public boolean create(Plan plan, Stack.Wanted wanted) {
        journal.update(current -> current.wanting(wanted, null));
        try {
            reach(plan, wanted, null);
            journal.status("CREATE_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            rollBackCreation(reason(failure));
            return false;
        }
    }

    /** Changes the stack; false when it had to roll back. */
    public boolean update(Plan plan, Stack.Wanted wanted) {
        try {
            reach(plan, wanted, clock.now());
        } catch (RuntimeException failure) {
            rollBackUpdate(reason(failure));
            return false;
        }
        cleanUp(plan);
        return true;
    }

    private void cleanUp(Plan plan) {
        journal.status(CLEANING, null);
        engine.settle(plan);
        engine.cleanUp(plan);
        journal.status("UPDATE_COMPLETE", null);
    }

    /** Whether others import from a stack that is to be deleted; it is as it was before then. */
    public boolean isSpared() {
        Stack nothing = stack.offering(List.of());
        Optional<String> objection = store.offers(scope).objection(stack, nothing);
        objection.ifPresent(reason -> journal.status(stack.status(), reason));
        return objection.isPresent();
    }

    public void delete() {
        try {
            engine.removeAll();
            journal.event("DELETE_COMPLETE", null);
            store.find(scope, stack.name()).ifPresent(last -> store.bury(scope, last, clock.now()));
        } catch (RuntimeException failure) {
            journal.status("DELETE_FAILED", reason(failure));
        }
    }

    /**
     * Goes on with what a node was doing when it ended: a creation or an update that was not done
     * rolls back; a roll-back, a clean-up or a deletion goes on.
     */
    public void resume() {
        LOG.info("Stack {} goes on from {}", stack.name(), stack.status());
        switch (stack.status()) {
            case "CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS" -> rollBackCreation(STOPPED);
            case "UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS" -> rollBackUpdate(STOPPED);
            case CLEANING -> cleanUp(Plan.of(stack.wanted(), engine.place(), imports()));
            case "DELETE_IN_PROGRESS" -> delete();
            default -> throw new IllegalStateException(stack.status());
        }
    }

    private void rollBackCreation(String reason) {
        LOG.info("Stack {} rolls back: {}", stack.name(), reason);
        journal.status("ROLLBACK_IN_PROGRESS", reason);
        finish(
                "ROLLBACK",
                () -> {
                    engine.removeAll();
                    return Set.of();
                });
    }

    private void rollBackUpdate(String reason) {
        LOG.info("Stack {} rolls back: {}", stack.name(), reason);
        journal.status("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        finish("UPDATE_ROLLBACK", this::restore);
    }

    /** Makes the stack what is wanted, as long as that suits those who import from it. */
    private void reach(Plan plan, Stack.Wanted wanted, @Nullable Instant updated) {
        Imports imports = imports();
        Plan importing = plan.importing(imports);
        engine.converge(importing);
        List<Stack.Output> outputs = engine.outputs(importing);
        // From here on an update does not roll back: that and what is wanted change as one.
        store.offer(
                scope,
                stack.name(),
                current ->
                        current.wanting(wanted, updated)
                                .offering(outputs)
                                .importing(imports.names())
                                .as(updated == null ? current.status() : CLEANING, null));
        engine.settle(importing);
    }

    private Imports imports() {
        return new Imports(store, scope, stack.name());
    }

    /** Brings back what the stack was, and tells what it imports then. */
    private Set<String> restore() {
        Imports imports = imports();
        Plan before = Plan.of(stack.wanted(), engine.place(), imports);
        engine.reinstate();
        engine.converge(before);
        engine.outputs(before);
        engine.settle(before);
        engine.cleanUp(before);
        return imports.names();
    }

    /**
     * @param work what rolls back, and tells what the stack imports then
     */
    private void finish(String rollback, Supplier<Set<String>> work) {
        try {
            Set<String> imports = work.get();
            journal.update(current -> current.importing(imports));
            journal.status(rollback + "_COMPLETE", null);
        } catch (RuntimeException failure) {
            LOG.warn("Stack {} could not roll back: {}", stack.name(), failure.getMessage());
            journal.status(rollback + "_FAILED", reason(failure));
        }
    }

    private static String reason(RuntimeException failure) {
        return String.valueOf(
                failure.getMessage() == null ? "Internal Failure" : failure.getMessage());
    }
}
