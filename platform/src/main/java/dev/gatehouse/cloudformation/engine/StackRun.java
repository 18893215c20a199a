package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Imports;
import dev.gatehouse.cloudformation.stack.Operation;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One create, update, delete or roll-back of a stack, with the way back when a step fails. What
 * fails only since the store is away for now, as with a full disk, is thrown: it is gone on with
 * from what is stored.
 */
public final class StackRun {
    private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);
    private static final String CLEANING = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
    private static final String INITIATED = "User Initiated";

    private final StackStore store;
    private final Scope scope;
    private final Stack stack;
    private final StackContext context;
    private final StackJournal journal;
    private final StackEngine engine;
    private final Rollback rollback;

    public StackRun(StackStore store, Scope scope, Stack stack, StackContext context) {
        this.store = store;
        this.scope = scope;
        this.stack = stack;
        this.context = context;
        this.journal = context.journal();
        this.engine = new StackEngine(context);
        this.rollback = new Rollback(stack, context, engine, this::imports);
    }

    /** Takes the stack, so that nobody else starts work on it; false when somebody did. */
    public boolean begin(String status, Operation operation) {
        Stack.Wanted wanted = operation.wanted();
        Stack taken = stack.underReview() && wanted != null ? stack.wanting(wanted, null) : stack;
        if (hasBefore() && !stack.wasSettled()) {
            // An earlier node, which did not write it down, settled the stack.
            taken = stack.settled(stack.changed());
        }
        StackEvent event = journal.stack(status, INITIATED);
        boolean free = store.take(scope, stack, taken.as(status, INITIATED), operation, event);
        if (free) {
            journal.stored(event);
        }
        return free;
    }

    /** What ends it early. */
    public Interruption interruption() {
        return context.interruption();
    }

    /** Makes the stack; false when that failed. */
    public boolean create(Supplier<Plan> plan, Stack.Wanted wanted) {
        try {
            reach(plan.get(), wanted, null);
            journal.status("CREATE_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            StoreUnavailableException.rethrow(failure);
            String reason = Rollback.reason(failure);
            switch (context.terms().failure()) {
                case ROLLBACK -> rollback.creation(requested(reason, "Rollback"));
                case KEEP, DO_NOTHING -> journal.status("CREATE_FAILED", reason);
                case DELETE -> {
                    journal.status("DELETE_IN_PROGRESS", requested(reason, "Delete"));
                    delete();
                }
            }
            return false;
        }
    }

    /** Changes the stack; false when that failed. */
    public boolean update(Supplier<Plan> planned, Stack.Wanted wanted) {
        Plan plan;
        try {
            plan = planned.get();
            reach(plan, wanted, context.clock().now());
        } catch (RuntimeException failure) {
            StoreUnavailableException.rethrow(failure);
            boolean goesBack =
                    context.interruption().isCancelled() || !context.terms().failure().goesOn();
            if (goesBack && hasBefore()) {
                rollback.update(Rollback.reason(failure));
            } else {
                journal.status("UPDATE_FAILED", Rollback.reason(failure));
            }
            return false;
        }
        cleanUp(plan);
        return true;
    }

    /** Takes existing resources into the stack, and nothing else; false when that failed. */
    public boolean take(Supplier<Plan> planned, Stack.Wanted wanted) {
        try {
            reach(planned.get(), wanted, hasBefore() ? context.clock().now() : null);
            journal.status("IMPORT_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            StoreUnavailableException.rethrow(failure);
            rollback.importing(Rollback.reason(failure), hasBefore());
            return false;
        }
    }

    /** Whether the stack was ever what it was asked to be. */
    private boolean hasBefore() {
        return stack.wasSettled() || stack.status().endsWith("_COMPLETE");
    }

    /** Goes back from an update that failed, or from a creation that did. */
    public void rollBack(String status) {
        if (status.startsWith("UPDATE_")) {
            rollback.update(null);
        } else {
            rollback.creation(null);
        }
    }

    private void cleanUp(Plan plan) {
        journal.status(CLEANING, null);
        engine.settle(plan);
        engine.cleanUp(plan);
        journal.status("UPDATE_COMPLETE", null);
    }

    /** Whether others import from a stack that is to be deleted; it is as it was before then. */
    public boolean isSpared() {
        Optional<String> objection = objection();
        objection.ifPresent(reason -> journal.status(stack.status(), reason));
        return objection.isPresent();
    }

    private Optional<String> objection() {
        return store.exports().offers(scope).objection(stack, stack.offering(List.of()));
    }

    public void delete() {
        try {
            engine.removeAll();
            journal.tell("DELETE_COMPLETE", null);
            store.find(scope, stack.name())
                    .ifPresent(last -> store.bury(scope, last, context.clock().now()));
        } catch (RuntimeException failure) {
            StoreUnavailableException.rethrow(failure);
            journal.status("DELETE_FAILED", Rollback.reason(failure));
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
                rollback.creation(Rollback.STOPPED);
            }
            case "UPDATE_IN_PROGRESS" -> {
                if (wanted != null) {
                    return update(() -> plan(wanted), wanted);
                }
                rollback.update(Rollback.STOPPED);
            }
            case "IMPORT_IN_PROGRESS" -> {
                if (wanted != null) {
                    return take(() -> plan(wanted), wanted);
                }
                rollback.importing(Rollback.STOPPED, hasBefore());
            }
            case "IMPORT_ROLLBACK_IN_PROGRESS" -> rollback.importing(Rollback.STOPPED, hasBefore());
            case "ROLLBACK_IN_PROGRESS" -> rollback.creation(Rollback.STOPPED);
            case "UPDATE_ROLLBACK_IN_PROGRESS" -> rollback.update(Rollback.STOPPED);
            case Rollback.RESTORED -> rollback.cleanUp();
            case CLEANING -> {
                cleanUp(plan(stack.wanted()));
                return true;
            }
            case "DELETE_IN_PROGRESS" ->
                    objection()
                            .ifPresentOrElse(
                                    reason -> journal.status("DELETE_FAILED", reason),
                                    this::delete);
            default -> throw new IllegalStateException(stack.status());
        }
        return false;
    }

    private Plan plan(Stack.Wanted wanted) {
        return Plan.of(wanted, engine.place(), imports());
    }

    /** Makes the stack what is wanted, as long as that suits those who import from it. */
    private void reach(Plan plan, Stack.Wanted wanted, @Nullable Instant updated) {
        Imports imports = imports();
        Plan importing = plan.importing(imports);
        engine.converge(importing);
        List<Stack.Output> outputs = engine.outputs(importing);
        context.interruption().throwAny();
        // From here on an update does not roll back: that and what is wanted change as one.
        store.exports()
                .offer(
                        scope,
                        stack.name(),
                        current ->
                                current.wanting(protectedNow(current, wanted, updated), updated)
                                        .settled(context.clock().now())
                                        .offering(outputs)
                                        .importing(imports.names())
                                        .as(reached(current, updated), null));
        engine.settle(importing);
    }

    private String reached(Stack current, @Nullable Instant updated) {
        boolean cleans = updated != null && !context.terms().imported().alone();
        return cleans ? CLEANING : current.status();
    }

    /** With the stack's policy where one was set meanwhile. */
    private Stack.Wanted protectedNow(
            Stack current, Stack.Wanted wanted, @Nullable Instant updated) {
        Stack.Wanted before = updated == null ? wanted : stack.wanted();
        String now = current.wanted().settings().policy();
        return Objects.equals(now, before.settings().policy())
                ? wanted
                : wanted.with(wanted.settings().under(now));
    }

    private Imports imports() {
        return new Imports(store, scope, stack.name());
    }

    /** CloudFormation's words for what follows a failed creation, unless it was told otherwise. */
    private static String requested(String reason, String what) {
        return reason.stripTrailing()
                + (reason.stripTrailing().endsWith(".") ? " " : ". ")
                + what
                + " requested by user.";
    }
}
