package dev.gatehouse.lambda.plan;

import dev.gatehouse.kernel.Arn;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The plans of all functions of this node. The control plane publishes into it, invocations read
 * from it without a lock; a reader sees a function's whole plan, before or after a change.
 */
public final class FunctionCatalog {
    private final ConcurrentMap<Arn, FunctionPlan> plans = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Puts a function's plan in the place of its former one. */
    public void publish(FunctionPlan plan) {
        plans.put(plan.function(), plan);
        listeners.forEach(listener -> listener.published(plan));
    }

    /** Forgets a function; calls of it are rejected from now on and its environments drained. */
    public void remove(Arn function) {
        if (plans.remove(function) != null) {
            listeners.forEach(listener -> listener.removed(function));
        }
    }

    /**
     * @param function an ARN without a qualifier
     */
    public Optional<FunctionPlan> find(Arn function) {
        return Optional.ofNullable(plans.get(function));
    }

    /** The functions there are, by ARNs without a qualifier. */
    public Set<Arn> functions() {
        return Set.copyOf(plans.keySet());
    }

    /** How far the provisioned concurrency of a version or alias has come. */
    public ProvisionedState provisioned(Arn function, String qualifier) {
        return listeners.stream()
                .map(listener -> listener.provisioned(function, qualifier))
                .filter(state -> !state.equals(ProvisionedState.NONE))
                .findFirst()
                .orElse(ProvisionedState.NONE);
    }

    /** Tells {@code listener} of every later change, on the publishing thread. */
    public void listen(Listener listener) {
        listeners.addIfAbsent(listener);
    }

    /** Hears of changes of the catalog. */
    public interface Listener {
        /** A function is new or has changed. */
        void published(FunctionPlan plan);

        /** A function is gone. */
        void removed(Arn function);

        /**
         * How far the provisioned concurrency of a version or alias has come with this listener.
         */
        default ProvisionedState provisioned(Arn function, String qualifier) {
            return ProvisionedState.NONE;
        }
    }
}
