package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Records what an engine does to one stack: its state and its events. */
public final class StackJournal {
    private static final String TYPE = "AWS::CloudFormation::Stack";

    private final StackStore store;
    private final Scope scope;
    private final String stackId;
    private final String name;
    private final Clock clock;

    public StackJournal(StackStore store, Scope scope, Stack stack, Clock clock) {
        this.store = store;
        this.scope = scope;
        this.stackId = stack.id();
        this.name = stack.name();
        this.clock = clock;
    }

    /** Changes the stored stack. */
    void update(UnaryOperator<Stack> change) {
        stacks().update(scope, name, change);
    }

    /**
     * Takes the stack for an operation.
     *
     * @param seen the stack as the operation knows it, with its resources or without
     * @return whether it still was so; false when another operation came first
     */
    boolean take(Stack seen, String status, String reason) {
        AtomicBoolean free = new AtomicBoolean();
        Stack stored = seen.having(Map.of());
        update(
                stack -> {
                    free.set(stack.equals(stored));
                    return free.get() ? stack.as(status, reason) : stack;
                });
        if (free.get()) {
            event(status, reason);
        }
        return free.get();
    }

    /** The stack itself took a status. */
    public void status(String status, @Nullable String reason) {
        update(stack -> stack.as(status, reason));
        event(status, reason);
    }

    /** An event of the stack itself. */
    void event(String status, @Nullable String reason) {
        record(name, stackId, TYPE, status, reason);
    }

    void record(
            String logicalId,
            String physicalId,
            String type,
            String status,
            @Nullable String reason) {
        String eventId = logicalId + "-" + status + "-" + RequestId.next();
        store.addEvent(
                scope,
                stackId,
                new StackEvent(eventId, logicalId, physicalId, type, status, reason, clock.now()));
    }

    private Documents<Stack> stacks() {
        return store.stacks();
    }
}
