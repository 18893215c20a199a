package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Imports;
import dev.gatehouse.cloudformation.stack.Operation;
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
    private static final String RESTORED = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";
    private static final String INITIATED = "User Initiated";
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
    public boolean begin(String status, Operation operation) {
        Stack.Wanted wanted = operation.wanted();
        Stack taken = stack.underReview() && wanted != null ? stack.wanting(wanted, null) : stack;
        return store.take(
                scope,
                stack,
                taken.as(status, INITIATED),
                operation,
                journal.stack(status, INITIATED));
    }

    /** Makes the stack; false when it had to roll back. */
    public boolean create(Supplier<Plan> plan, Stack.Wanted wanted) {
        try {
            reach(plan.get(), wanted, null);
            journal.status("CREATE_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            rollBackCreation(requested(reason(failure)));
            return false;
        }
    }

    /** Changes the stack; false when it had to roll back. */
    public boolean update(Supplier<Plan> planned, Stack.Wanted wanted) {
        Plan plan;
        try {
            plan = planned.get();
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
            journal.tell("DELETE_COMPLETE", null);
            store.find(scope, stack.name()).ifPresent(last -> store.bury(scope, last, clock.now()));
        } catch (RuntimeException failure) {
            journal.status("DELETE_FAILED", reason(failure));
        }
    }

    /**
     * Goes on with what a node was doing when it ended.
     *
     * @param wanted what the stack was to become; null when that is not known: it rolls back then
     * @return whether the stack is what was wanted
     */
    public boolean resume(Stack.@Nullable Wanted wanted) {
        LOG.info("Stack {} goes on from {}", stack.name(), stack.status());
        switch (stack.status()) {
            case "CREATE_IN_PROGRESS" -> {
                if (wanted != null) {
                    return create(() -> plan(wanted), wanted);
                }
                rollBackCreation(STOPPED);
            }
            case "UPDATE_IN_PROGRESS" -> {
                if (wanted != null) {
                    return update(() -> plan(wanted), wanted);
                }
                rollBackUpdate(STOPPED);
            }
            case "ROLLBACK_IN_PROGRESS" -> rollBackCreation(STOPPED);
            case "UPDATE_ROLLBACK_IN_PROGRESS" -> rollBackUpdate(STOPPED);
            case RESTORED -> finish("UPDATE_ROLLBACK", () -> engine.cleanUp(plan(stack.wanted())));
            case CLEANING -> {
                cleanUp(plan(stack.wanted()));
                return true;
            }
            case "DELETE_IN_PROGRESS" -> delete();
            default -> throw new IllegalStateException(stack.status());
        }
        return false;
    }

    private Plan plan(Stack.Wanted wanted) {
        return Plan.of(wanted, engine.place(), imports());
    }

    private void rollBackCreation(String reason) {
        journal.status("ROLLBACK_IN_PROGRESS", reason);
        LOG.info("Stack {} rolls back: {}", stack.name(), reason);
        finish(
                "ROLLBACK",
                () -> {
                    engine.removeAll();
                    journal.update(current -> current.importing(Set.of()));
                });
    }

    private void rollBackUpdate(String reason) {
        journal.status("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        LOG.info("Stack {} rolls back: {}", stack.name(), reason);
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

    /** Brings back what the stack was, with what it imports then. */
    private void restore() {
        Imports imports = imports();
        Plan before = Plan.of(stack.wanted(), engine.place(), imports);
        engine.reinstate();
        engine.converge(before);
        engine.outputs(before);
        engine.settle(before);
        journal.update(current -> current.importing(imports.names()));
        journal.status(RESTORED, null);
        engine.cleanUp(before);
    }

    /**
     * @param work what rolls back
     */
    private void finish(String rollback, Runnable work) {
        try {
            work.run();
            journal.status(rollback + "_COMPLETE", null);
        } catch (RuntimeException failure) {
            LOG.warn("Stack {} could not roll back: {}", stack.name(), failure.getMessage());
            journal.status(rollback + "_FAILED", reason(failure));
        }
    }

    /** CloudFormation's words for a creation that rolls back, since it was not told otherwise. */
    private static String requested(String reason) {
        return reason.stripTrailing()
                + (reason.stripTrailing().endsWith(".") ? " " : ". ")
                + "Rollback requested by user.";
    }

    private static String reason(RuntimeException failure) {
        return String.valueOf(
                failure.getMessage() == null ? "Internal Failure" : failure.getMessage());
    }
}
