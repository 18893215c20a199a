package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.plan.Plan;
import dev.gatehouse.cloudformation.stack.Imports;
import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.store.StoreUnavailableException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way back from an operation that failed, was cancelled, or is not wanted any more. */
final class Rollback {
    /** The status of a stack that is what it was, but for what is still to be removed. */
    static final String RESTORED = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS";

    static final String STOPPED = "The node stopped in the middle of the operation";

    private static final Logger LOG = LoggerFactory.getLogger(Rollback.class);

    private final Stack stack;
    private final StackContext context;
    private final StackEngine engine;
    private final Supplier<Imports> imports;

    Rollback(Stack stack, StackContext context, StackEngine engine, Supplier<Imports> imports) {
        this.stack = stack;
        this.context = context;
        this.engine = engine;
        this.imports = imports;
    }

    /**
     * Removes what a creation made.
     *
     * @param reason why; null when that was told
     */
    void creation(@Nullable String reason) {
        begin("ROLLBACK_IN_PROGRESS", reason);
        finish(
                "ROLLBACK",
                () -> {
                    engine.removeAll();
                    context.journal().update(current -> current.importing(Set.of()));
                });
    }

    /** Makes the stack what it was before an update. */
    void update(@Nullable String reason) {
        begin("UPDATE_ROLLBACK_IN_PROGRESS", reason);
        finish("UPDATE_ROLLBACK", this::restore);
    }

    /**
     * Leaves what an import took as it was before.
     *
     * @param before whether there was a stack
     */
    void importing(@Nullable String reason, boolean before) {
        begin("IMPORT_ROLLBACK_IN_PROGRESS", reason);
        finish(
                "IMPORT_ROLLBACK",
                () -> {
                    if (before) {
                        Imports found = imports.get();
                        Plan plan = before(found);
                        engine.settle(plan);
                        context.journal().update(current -> current.importing(found.names()));
                        engine.cleanUp(plan);
                    } else {
                        engine.removeAll();
                        context.journal().update(current -> current.importing(Set.of()));
                    }
                });
    }

    /** Removes what the update made, once the stack is what it was. */
    void cleanUp() {
        finish("UPDATE_ROLLBACK", () -> engine.cleanUp(before(imports.get())));
    }

    private void begin(String status, @Nullable String reason) {
        if (reason == null) {
            return;
        }
        context.journal().status(status, reason);
        LOG.info("Stack {} rolls back: {}", stack.name(), reason);
    }

    private Plan before(Imports found) {
        return Plan.of(stack.wanted(), engine.place(), found);
    }

    /** Brings back what the stack was, with what it imports then. */
    private void restore() {
        Imports found = imports.get();
        Plan before = before(found);
        engine.reinstate();
        engine.restore(before);
        engine.outputs(before);
        engine.settle(before);
        context.journal().update(current -> current.importing(found.names()));
        context.journal().status(RESTORED, null);
        engine.cleanUp(before);
    }

    /**
     * @param work what rolls back
     */
    private void finish(String rollback, Runnable work) {
        try {
            work.run();
            context.journal().status(rollback + "_COMPLETE", null);
        } catch (RuntimeException failure) {
            StoreUnavailableException.rethrow(failure);
            LOG.warn("Stack {} could not roll back: {}", stack.name(), failure.getMessage());
            context.journal().status(rollback + "_FAILED", reason(failure));
        }
    }

    static String reason(RuntimeException failure) {
        return String.valueOf(
                failure.getMessage() == null ? "Internal Failure" : failure.getMessage());
    }
}
