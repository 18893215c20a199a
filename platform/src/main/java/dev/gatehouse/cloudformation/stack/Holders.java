package dev.gatehouse.cloudformation.stack;

import dev.gatehouse.cloudformation.template.TemplateErrors;
import dev.gatehouse.store.Scope;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Which stack has a resource that exists: one at most, however many take it at once. */
public final class Holders {
    private final StackStore store;

    /** Held while a stack takes what no other has; one node at a time has the store. */
    private final ReentrantLock taking = new ReentrantLock();

    Holders(StackStore store) {
        this.store = store;
    }

    /** The stack that has a resource, by the id that its service knows it by. */
    public Optional<Stack> of(Scope scope, String type, String physicalId) {
        return store.all(scope).stream()
                .filter(stack -> has(scope, stack, type, physicalId))
                .findFirst();
    }

    private boolean has(Scope scope, Stack stack, String type, String physicalId) {
        return store.existing(scope, stack.id()).values().stream()
                .anyMatch(each -> each.type().equals(type) && each.physicalId().equals(physicalId));
    }

    /**
     * Records that a stack takes a resource.
     *
     * @throws dev.gatehouse.kernel.ServiceException ValidationError when another has it
     */
    public void take(
            Scope scope, String stackId, String logicalId, StackResource found, Runnable record) {
        taking.lock();
        try {
            of(scope, found.type(), found.physicalId())
                    .filter(holder -> !holder.id().equals(stackId))
                    .ifPresent(
                            holder -> {
                                throw TemplateErrors.of(
                                        "Resource %s already exists in stack %s",
                                        logicalId, holder.id());
                            });
            record.run();
        } finally {
            taking.unlock();
        }
    }
}
