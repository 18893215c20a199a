package dev.gatehouse.gateway.plan.usage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API keys and usage plans of one account in one region: immutable, so that a request sees one
 * picture of them; a change makes another.
 */
public final class UsageTable {
    static final UsageTable EMPTY = new UsageTable(Map.of(), Map.of());

    private final Map<String, ApiKey> keys;
    private final Map<String, UsagePlan> plans;

    private UsageTable(Map<String, ApiKey> keys, Map<String, UsagePlan> plans) {
        this.keys = keys;
        this.plans = plans;
    }

    /** A key that a usage plan opens a stage to. */
    public record Subscription(ApiKey key, UsagePlan plan) {}

    /**
     * What a key's value opens a stage by; null when no enabled key has it, or none of the key's
     * plans is for the stage.
     */
    public @Nullable Subscription find(@Nullable String value, String stageKey) {
        ApiKey key = value == null ? null : keys.get(value);
        if (key == null || !key.enabled()) {
            return null;
        }
        for (String id : key.plans()) {
            UsagePlan plan = plans.get(id);
            if (plan != null && plan.stages().containsKey(stageKey)) {
                return new Subscription(key, plan);
            }
        }
        return null;
    }

    /** The table with more keys, each in place of an earlier one of its value. */
    UsageTable withKeys(Iterable<ApiKey> more) {
        Map<String, ApiKey> next = new HashMap<>(keys);
        more.forEach(key -> next.put(key.value(), key));
        return new UsageTable(next, plans);
    }

    UsageTable withoutKey(String id) {
        Map<String, ApiKey> next = new HashMap<>(keys);
        next.values().removeIf(key -> key.id().equals(id));
        return new UsageTable(next, plans);
    }

    UsageTable with(UsagePlan plan) {
        Map<String, UsagePlan> next = new HashMap<>(plans);
        next.put(plan.id(), plan);
        return new UsageTable(keys, next);
    }

    UsageTable withoutPlan(String id) {
        Map<String, UsagePlan> next = new HashMap<>(plans);
        next.remove(id);
        return new UsageTable(keys, next);
    }
}
