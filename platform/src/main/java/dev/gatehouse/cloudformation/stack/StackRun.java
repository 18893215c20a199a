package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One create, update or delete of a stack, with the way back when a step fails. */
final class StackRun {
    private static final Logger LOG = LoggerFactory.getLogger(StackRun.class);

    private final StackStore store;
    private final Scope scope;
    private final Stack stack;
    private final StackJournal journal;
    private final StackEngine engine;
    private final Clock clock;

    StackRun(
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
    boolean begin(String status) {
        return journal.take(stack, status, "User Initiated");
    }

    /** Makes the stack; false when it had to turn back. */
    boolean create(Plan plan, Stack.Wanted wanted) {
        journal.update(current -> current.wanting(wanted, null));
        try {
            reach(plan, wanted, null);
            journal.status("CREATE_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            LOG.info("Stack {} turns back: {}", stack.name(), failure.getMessage());
            journal.status("ROLLBACK_IN_PROGRESS", failure.getMessage());
            finish("ROLLBACK", engine::removeAll, Set.of());
            return false;
        }
    }

    /** Changes the stack; false when it had to turn back. */
    boolean update(Plan plan, Stack.Wanted wanted) {
        try {
            reach(plan, wanted, clock.now());
        } catch (RuntimeException failure) {
            LOG.info("Stack {} turns back: {}", stack.name(), failure.getMessage());
            journal.status("UPDATE_ROLLBACK_IN_PROGRESS", failure.getMessage());
            finish("UPDATE_ROLLBACK", this::restore, stack.imports());
            return false;
        }
        journal.status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null);
        engine.cleanUp(plan);
        journal.status("UPDATE_COMPLETE", null);
        return true;
    }

    /** Whether others import from a stack that is to be deleted; it is as it was before then. */
    boolean isSpared() {
        Stack nothing = stack.offering(List.of());
        Optional<String> objection = store.offers(scope).objection(stack, nothing);
        objection.ifPresent(reason -> journal.status(stack.status(), reason));
        return objection.isPresent();
    }

    void delete() {
        try {
            engine.removeAll();
            journal.event("DELETE_COMPLETE", null);
            store.find(scope, stack.name()).ifPresent(last -> store.bury(scope, last, clock.now()));
        } catch (RuntimeException failure) {
            journal.status("DELETE_FAILED", failure.getMessage());
        }
    }

    /** Makes the stack what is wanted, as long as that suits those who import from it. */
    private void reach(Plan plan, Stack.Wanted wanted, @Nullable Instant updated) {
        Imports imports = imports();
        Plan importing = plan.importing(imports);
        engine.converge(importing);
        List<Stack.Output> outputs = engine.outputs(importing);
        store.offer(
                scope,
                stack.name(),
                current ->
                        current.wanting(wanted, updated)
                                .offering(outputs)
                                .importing(imports.names()));
        engine.settle(importing);
    }

    private Imports imports() {
        return new Imports(store, scope, stack.name());
    }

    private void restore() {
        Plan before = Plan.of(stack.wanted(), engine.place(), imports());
        engine.reinstate();
        engine.converge(before);
        engine.settle(before);
        engine.cleanUp(before);
    }

    private void finish(String rollback, Runnable work, Set<String> imports) {
        try {
            work.run();
            journal.update(current -> current.importing(imports));
            journal.status(rollback + "_COMPLETE", null);
        } catch (RuntimeException failure) {
            LOG.warn("Stack {} could not turn back: {}", stack.name(), failure.getMessage());
            journal.status(rollback + "_FAILED", failure.getMessage());
        }
    }
}
