package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Order;
import dev.gatehouse.lambda.plan.FunctionAlias;
import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One function's environments, by version and tenant, and its concurrency. */
final class FunctionEnvironments {
    /** No tenant's id has it. */
    private static final char OF_TENANT = '#';

    /** No alias's name has it. */
    private static final char OF_ALIAS = '@';

    /** From so many on, those of tenants that are not there any more are forgotten. */
    private static final int MANY = 1_000;

    private final FunctionConcurrency concurrency;
    private final @Nullable TokenBucket growth;
    private final ColdStarts starts;
    private final ConcurrentMap<String, VersionEnvironments> versions = new ConcurrentHashMap<>();

    /** How many are kept ready, by version, or by version and alias. */
    private volatile Map<String, Integer> provisioned = Map.of();

    /**
     * @param growth how many environments it may gain; null for any number
     */
    FunctionEnvironments(
            FunctionConcurrency concurrency, @Nullable TokenBucket growth, ColdStarts starts) {
        this.concurrency = concurrency;
        this.growth = growth;
        this.starts = starts;
    }

    FunctionConcurrency concurrency() {
        return concurrency;
    }

    /** The environments that an event goes to: its tenant's, its alias's or its version's. */
    VersionEnvironments of(FunctionVersion version, Order order) {
        String tenant = order.details().tenantId();
        if (tenant != null) {
            return of(version, version.version() + OF_TENANT + tenant);
        }
        if (!provisioned.isEmpty()) {
            String alias = alias(version, order.invokedFunctionArn());
            if (alias != null && provisioned.containsKey(key(version.version(), alias))) {
                return of(version, key(version.version(), alias));
            }
        }
        return of(version, version.version());
    }

    /** What an ARN has behind the function's name; null for nothing. */
    private static @Nullable String alias(FunctionVersion version, String invoked) {
        return invoked.endsWith(version.function().resource())
                ? null
                : invoked.substring(invoked.lastIndexOf(':') + 1);
    }

    /** A tenant's id may have the same character. */
    private static boolean isOfAlias(String key) {
        return key.indexOf(OF_ALIAS) >= 0 && key.indexOf(OF_TENANT) < 0;
    }

    private static String key(String version, String alias) {
        return version + OF_ALIAS + alias;
    }

    /** The environments of exactly this state of a version; those of a former one are drained. */
    private VersionEnvironments of(FunctionVersion version, String key) {
        VersionEnvironments known = versions.get(key);
        if (known != null && known.version().isSame(version)) {
            return known;
        }
        if (versions.size() >= MANY) {
            versions.values().removeIf(FunctionEnvironments::isOver);
        }
        return versions.compute(key, (_, former) -> replacement(former, version));
    }

    /**
     * An event that has just found it still gets an environment, which then ends as any drained
     * one.
     */
    private static boolean isOver(VersionEnvironments known) {
        boolean unused = known.isUnused();
        if (unused) {
            known.drain();
        }
        return unused;
    }

    private VersionEnvironments replacement(
            @Nullable VersionEnvironments former, FunctionVersion version) {
        if (former != null && former.version().isSame(version)) {
            return former;
        }
        if (former != null) {
            former.drain();
        }
        return new VersionEnvironments(starts.timed(version), growth, starts);
    }

    /** A change of the function: what no longer exists in this form ends. */
    void published(FunctionPlan plan) {
        concurrency.reserve(
                plan.reservedConcurrency(),
                plan.provisioned().values().stream().mapToInt(Integer::intValue).sum());
        Map<String, Integer> wanted = wanted(plan);
        provisioned = wanted;
        versions.forEach(
                (key, known) -> {
                    FunctionVersion now = plan.versions().get(known.version().version());
                    boolean ofAlias = isOfAlias(key);
                    if (now == null
                            || !known.version().isSame(now)
                            || ofAlias && !wanted.containsKey(key)) {
                        versions.remove(key, known);
                        known.drain();
                    } else if (!wanted.containsKey(key)) {
                        known.provision().want(0);
                    }
                });
        wanted.forEach((key, executions) -> provision(plan, key, executions));
    }

    private void provision(FunctionPlan plan, String key, int executions) {
        int alias = key.indexOf(OF_ALIAS);
        FunctionVersion version = plan.versions().get(alias < 0 ? key : key.substring(0, alias));
        if (version != null && version.state() == FunctionState.ACTIVE) {
            of(version, key).provision().want(executions);
        }
    }

    /** What a plan provisions, where it is to be: an alias's follows the version it points to. */
    private static Map<String, Integer> wanted(FunctionPlan plan) {
        Map<String, Integer> wanted = new HashMap<>();
        plan.provisioned()
                .forEach(
                        (qualifier, executions) -> {
                            FunctionAlias alias = plan.aliases().get(qualifier);
                            wanted.put(
                                    alias == null ? qualifier : key(alias.version(), qualifier),
                                    executions);
                        });
        return Map.copyOf(wanted);
    }

    /** How far the provisioned concurrency of a version or alias has come. */
    ProvisionedState provisioned(String qualifier) {
        return provisioned.keySet().stream()
                .filter(key -> key.equals(qualifier) || key.endsWith(OF_ALIAS + qualifier))
                .findFirst()
                .map(versions::get)
                .map(known -> known.provision().state())
                .orElse(ProvisionedState.NONE);
    }

    /** Tells what provisioned concurrency was used for since the last time. */
    void provisionedUses(Consumer<ProvisionedUse> listener) {
        for (String key : provisioned.keySet()) {
            VersionEnvironments known = versions.get(key);
            if (known != null) {
                String qualifier = key.substring(key.indexOf(OF_ALIAS) + 1);
                known.provision().use(known.version().function(), qualifier, listener);
            }
        }
    }

    void drain() {
        concurrency.reserve(OptionalInt.empty(), 0);
        versions.values().forEach(VersionEnvironments::drain);
        versions.clear();
    }
}
