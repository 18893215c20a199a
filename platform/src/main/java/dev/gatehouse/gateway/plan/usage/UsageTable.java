package dev.gatehouse.gateway.plan.usage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The API keys and usage plans of one account in one region, by value and id. Each entry is
 * immutable and replaced whole, so that a change of one key costs the same however many there are.
 */
public final class UsageTable {
    private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Map<String, UsagePlan> plans = new ConcurrentHashMap<>();

    UsageTable() {}

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

    void put(ApiKey key) {
        values.put(key.id(), key.value());
        keys.put(key.value(), key);
    }

    void removeKey(String id) {
        String value = values.remove(id);
        if (value != null) {
            keys.remove(value);
        }
    }

    void put(UsagePlan plan) {
        plans.put(plan.id(), plan);
    }

    void removePlan(String id) {
        plans.remove(id);
    }
}
