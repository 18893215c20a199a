package dev.gatehouse.gateway.plan.usage;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API keys and usage plans in force, which are of an account and not of a deployment, and what
 * was counted for them.
 */
public final class UsageTables {
    private final Map<Owner, UsageTable> tables = new ConcurrentHashMap<>();
    private final UsageCounters counters = new UsageCounters();

    private record Owner(AccountId account, Region region) {}

    /** Those of an account in a region now. */
    public UsageTable of(AccountId account, Region region) {
        Owner owner = new Owner(account, region);
        UsageTable known = tables.get(owner);
        return known != null ? known : tables.computeIfAbsent(owner, _ -> new UsageTable());
    }

    public UsageCounters counters() {
        return counters;
    }

    /** Puts keys in force. */
    public void publish(AccountId account, Region region, Iterable<ApiKey> keys) {
        keys.forEach(of(account, region)::put);
    }

    /** Puts a usage plan in force. */
    public void publish(AccountId account, Region region, UsagePlan plan) {
        of(account, region).put(plan);
    }

    /** Takes a key out of service. */
    public void removeKey(AccountId account, Region region, String id) {
        of(account, region).removeKey(id);
    }

    /** Takes a usage plan out of service. */
    public void removePlan(AccountId account, Region region, String id) {
        of(account, region).removePlan(id);
    }
}
