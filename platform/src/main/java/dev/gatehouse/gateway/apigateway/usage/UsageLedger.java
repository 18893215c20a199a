package dev.gatehouse.gateway.apigateway.usage;

import dev.gatehouse.aws.apigateway.UsagePlan;
import dev.gatehouse.gateway.plan.usage.UsageCounter;
import dev.gatehouse.gateway.plan.usage.UsageCounters;
import dev.gatehouse.gateway.plan.usage.UsageTables;
import dev.gatehouse.gateway.resource.ApiDocuments;
import dev.gatehouse.gateway.resource.Repositories;
import dev.gatehouse.gateway.resource.Transactions;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.store.Scope;
import dev.gatehouse.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what was counted of API keys, behind the requests: a node that is killed forgets what
 * came in the last {@link #PAUSE}, one that is stopped forgets nothing.
 */
public final class UsageLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

    /** Between two writes. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Counts in one transaction. */
    private static final int BATCH = 500;

    private final UsageCounters counters;
    private final Transactions transactions;
    private final Map<UsageCounters.Key, UsageCounter.Count> written = new HashMap<>();
    private final Thread writer;
    private volatile boolean closed;

    /** Goes on from what is written, and writes from now on. */
    public UsageLedger(Store store, UsageTables tables, Clock clock) {
        this.counters = tables.counters();
        this.transactions = new Transactions(store, clock);
        store.documents(UsageDocument.KIND)
                .forEach(
                        (scope, stored) -> {
                            String[] ids = stored.id().split("/", 2);
                            UsageCounters.Key key =
                                    new UsageCounters.Key(
                                            scope.account(), scope.region(), ids[0], ids[1]);
                            counters.restore(key, stored.value().now());
                            written.put(key, stored.value().now());
                        });
        this.writer = Thread.ofVirtual().name("usage-ledger").start(this::run);
    }

    private void run() {
        while (!closed) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException stopped) {
                return;
            }
            try {
                write();
            } catch (RuntimeException problem) {
                LOG.warn("What was counted of API keys could not be written yet", problem);
            }
        }
    }

    private synchronized void write() {
        Map<Scope, List<UsageCounters.Key>> changed = new HashMap<>();
        counters.forEach(
                (key, counter) -> {
                    if (!counter.count().equals(written.get(key))) {
                        changed.computeIfAbsent(
                                        new Scope(key.account(), key.region()),
                                        _ -> new ArrayList<>())
                                .add(key);
                    }
                });
        changed.forEach(
                (scope, keys) -> {
                    for (int from = 0; from < keys.size(); from += BATCH) {
                        write(scope, keys.subList(from, Math.min(from + BATCH, keys.size())));
                    }
                });
    }

    private void write(Scope scope, List<UsageCounters.Key> keys) {
        Map<UsageCounters.Key, UsageCounter.Count> counts = new HashMap<>();
        keys.forEach(key -> counts.put(key, counters.of(key).count()));
        List<UsageCounters.Key> gone =
                transactions.in(
                        scope,
                        in -> {
                            List<UsageCounters.Key> without = new ArrayList<>();
                            counts.forEach(
                                    (key, count) -> {
                                        if (!write(in, key, count)) {
                                            without.add(key);
                                        }
                                    });
                            return without;
                        });
        written.putAll(counts);
        for (UsageCounters.Key key : gone) {
            counters.remove(key);
            written.remove(key);
        }
    }

    /** False when the key is not in the plan any more. */
    private static boolean write(Repositories in, UsageCounters.Key key, UsageCounter.Count count) {
        Optional<UsagePlan> plan = in.of(UsageTypes.PLAN).find(key.planId());
        if (plan.isEmpty()
                || in.of(UsageTypes.PLAN_KEY, key.planId()).find(key.keyId()).isEmpty()) {
            return false;
        }
        ApiDocuments<UsageDocument> documents = in.documents(UsageDocument.KIND, key.planId());
        UsageDocument before = documents.find(key.keyId()).orElse(null);
        documents.put(key.keyId(), UsageDocument.of(before, count, UsagePlans.quota(plan.get())));
        return true;
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        write();
    }
}
