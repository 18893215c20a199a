package dev.gatehouse.gateway.plan;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans in force. Readers take one volatile reference and see one consistent configuration;
 * writers replace the whole map, one at a time.
 */
public final class PlanTable {
    private volatile Map<String, ApiPlan> plans = Map.of();

    /** The plan of an API, or null when no such API is deployed. */
    public @Nullable ApiPlan find(String apiId) {
        return plans.get(apiId);
    }

    /** Puts a plan in force in place of an earlier one of the same API. */
    public synchronized void publish(ApiPlan plan) {
        Map<String, ApiPlan> next = new HashMap<>(plans);
        next.put(plan.address().apiId(), plan);
        plans = next;
    }

    /** Puts many plans in force at once: what a starting node does. */
    public synchronized void publishAll(Iterable<? extends ApiPlan> added) {
        Map<String, ApiPlan> next = new HashMap<>(plans);
        for (ApiPlan plan : added) {
            next.put(plan.address().apiId(), plan);
        }
        plans = next;
    }

    /**
     * Takes an API out of service; nothing happens when it is not in the table or belongs to
     * another account or region.
     */
    public synchronized void remove(ApiAddress address) {
        ApiPlan present = plans.get(address.apiId());
        if (present != null && present.address().equals(address)) {
            Map<String, ApiPlan> next = new HashMap<>(plans);
            next.remove(address.apiId());
            plans = next;
        }
    }
}
