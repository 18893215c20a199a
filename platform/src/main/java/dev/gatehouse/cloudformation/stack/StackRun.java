package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.template.Refusal;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import java.util.List;
import java.util.Map;
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
            engine.converge(plan);
            List<Stack.Output> outputs = outputs(plan);
            engine.settle(plan);
            journal.update(current -> current.offering(outputs));
            journal.status("CREATE_COMPLETE", null);
            return true;
        } catch (RuntimeException failure) {
            LOG.info("Stack {} turns back: {}", stack.name(), failure.getMessage());
            journal.status("ROLLBACK_IN_PROGRESS", failure.getMessage());
            finish("ROLLBACK", engine::removeAll);
            return false;
        }
    }

    /** Changes the stack; false when it had to turn back. */
    boolean update(Plan plan, Stack.Wanted wanted) {
        try {
            engine.converge(plan);
            List<Stack.Output> outputs = outputs(plan);
            engine.settle(plan);
            journal.update(current -> current.wanting(wanted, clock.now()).offering(outputs));
        } catch (RuntimeException failure) {
            LOG.info("Stack {} turns back: {}", stack.name(), failure.getMessage());
            journal.status("UPDATE_ROLLBACK_IN_PROGRESS", failure.getMessage());
            finish("UPDATE_ROLLBACK", this::restore);
            return false;
        }
        journal.status("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", null);
        engine.cleanUp(plan);
        journal.status("UPDATE_COMPLETE", null);
        return true;
    }

    void delete() {
        try {
            engine.removeAll();
            journal.event("DELETE_COMPLETE", null);
            store.find(scope, stack.name())
                    .ifPresent(last -> store.bury(scope, last.gone(clock.now())));
        } catch (RuntimeException failure) {
            journal.status("DELETE_FAILED", failure.getMessage());
        }
    }

    /** The outputs, unless one is exported under a name that another stack has. */
    private List<Stack.Output> outputs(Plan plan) {
        List<Stack.Output> outputs = engine.outputs(plan);
        Map<String, Export> present = store.exports(scope);
        for (Stack.Output output : outputs) {
            Export other = output.exportName() == null ? null : present.get(output.exportName());
            if (other != null && !other.stackId().equals(stack.id())) {
                throw Refusal.of(
                        "Export with name %s is already exported by stack %s",
                        other.name(), other.stackId());
            }
        }
        return outputs;
    }

    private void restore() {
        Plan before = Plan.of(stack.wanted(), engine.place(), store.exports(scope));
        engine.reinstate();
        engine.converge(before);
        engine.settle(before);
        engine.cleanUp(before);
    }

    private void finish(String rollback, Runnable work) {
        try {
            work.run();
            journal.status(rollback + "_COMPLETE", null);
        } catch (RuntimeException failure) {
            LOG.warn("Stack {} could not turn back: {}", stack.name(), failure.getMessage());
            journal.status(rollback + "_FAILED", failure.getMessage());
        }
    }
}
