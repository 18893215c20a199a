package dev.gatehouse.gateway.plan.usage;

import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What was counted of the requests of API keys, in memory. */
public final class UsageCounters {
    private final Map<Key, UsageCounter> counters = new ConcurrentHashMap<>();

    /** Whose requests: an API key's in a usage plan. */
    public record Key(AccountId account, Region region, String planId, String keyId) {}

    /** The counter of a key, which begins with nothing. */
    public UsageCounter of(Key key) {
        UsageCounter known = counters.get(key);
        return known != null
                ? known
                : counters.computeIfAbsent(key, _ -> new UsageCounter(UsageCounter.Count.NOTHING));
    }

    /** The counter of a key; null when nothing was counted. */
    public @Nullable UsageCounter find(Key key) {
        return counters.get(key);
    }

    /** Goes on from what was counted before the node started. */
    public void restore(Key key, UsageCounter.Count counted) {
        counters.putIfAbsent(key, new UsageCounter(counted));
    }

    /** Forgets what was counted. */
    public void remove(Key key) {
        counters.remove(key);
    }

    /** Shows all counters. */
    public void forEach(BiConsumer<Key, UsageCounter> action) {
        counters.forEach(action);
    }
}
