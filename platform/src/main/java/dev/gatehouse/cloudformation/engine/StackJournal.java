package dev.gatehouse.cloudformation.engine;

import dev.gatehouse.cloudformation.stack.Stack;
import dev.gatehouse.cloudformation.stack.StackEvent;
import dev.gatehouse.cloudformation.stack.StackStore;
import dev.gatehouse.cloudformation.stack.Terms;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.store.Documents;
import dev.gatehouse.store.Scope;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
    private final BooleanSupplier stopping;
    private final Terms.@Nullable Origin origin;
    private final Consumer<List<StackEvent>> told;
    private final AtomicLong last = new AtomicLong();

    /**
     * @param stopping whether the node stops, so that nothing more is begun
     * @param origin the operation that events are of; null for none
     * @param told hears of the events that were stored
     */
    public StackJournal(
            StackStore store,
            Scope scope,
            Stack stack,
            Clock clock,
            BooleanSupplier stopping,
            Terms.@Nullable Origin origin,
            Consumer<List<StackEvent>> told) {
        this.store = store;
        this.scope = scope;
        this.stackId = stack.id();
        this.name = stack.name();
        this.clock = clock;
        this.stopping = stopping;
        this.origin = origin;
        this.told = told;
    }

    /** Changes the stored stack. */
    void update(UnaryOperator<Stack> change) {
        stacks().update(scope, name, change);
    }

    /** Whether the node stops, so that nothing more is begun. */
    boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /**
     * The stack itself took a status.
     *
     * @throws Stopped the node stops: whoever goes on with the stack goes on from its last one
     */
    public void status(String status, @Nullable String reason) {
        if (stopping.getAsBoolean()) {
            throw new Stopped();
        }
        StackEvent event = stack(status, reason);
        store.update(scope, name, stackId, stack -> stack.as(status, reason), event);
        told.accept(List.of(event));
    }

    /** An event was stored with something else. */
    void stored(StackEvent event) {
        told.accept(List.of(event));
    }

    /** Tells of a resource. */
    public void tell(
            String logicalId, String physicalId, String type, String status, String reason) {
        record(of(logicalId, physicalId, type, status, reason));
    }

    /** Tells of the stack itself. */
    void tell(String status, @Nullable String reason) {
        record(stack(status, reason));
    }

    /** An event of the stack itself, not recorded yet. */
    StackEvent stack(String status, @Nullable String reason) {
        return of(name, stackId, TYPE, status, reason);
    }

    /** An event of a resource, not recorded yet. */
    StackEvent of(
            String logicalId,
            String physicalId,
            String type,
            String status,
            @Nullable String reason) {
        String eventId = logicalId + "-" + status + "-" + RequestId.next();
        StackEvent.Detail detail = new StackEvent.Detail(origin, null);
        return new StackEvent(eventId, logicalId, physicalId, type, status, reason, next(), detail);
    }

    /** Clients sort events by their milliseconds, so no two are told at the same. */
    private Instant next() {
        long now = clock.millis();
        return Instant.ofEpochMilli(last.updateAndGet(before -> Math.max(now, before + 1)));
    }

    void record(StackEvent event) {
        store.addEvent(scope, stackId, event);
        told.accept(List.of(event));
    }

    private Documents<Stack> stacks() {
        return store.stacks();
    }
}
