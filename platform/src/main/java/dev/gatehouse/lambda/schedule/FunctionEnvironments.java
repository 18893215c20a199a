package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.plan.FunctionPlan;
import dev.gatehouse.lambda.plan.FunctionState;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One function's environments, by version and tenant, and its concurrency. */
final class FunctionEnvironments {
    /** No tenant's id has it. */
    private static final char OF_TENANT = '#';

    /** From so many on, those of tenants that are not there any more are forgotten. */
    private static final int MANY = 1_000;

    private final FunctionConcurrency concurrency;
    private final @Nullable TokenBucket growth;
    private final ColdStarts starts;
    private final ConcurrentMap<String, VersionEnvironments> versions = new ConcurrentHashMap<>();

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

    /**
     * The environments of exactly this state of a version; those of a former one are drained.
     *
     * @param tenant whose environments they are; null where tenants are not told apart
     */
    VersionEnvironments of(FunctionVersion version, @Nullable String tenant) {
        String key = tenant == null ? version.version() : version.version() + OF_TENANT + tenant;
        VersionEnvironments known = versions.get(key);
        if (known != null && isSame(known.version(), version)) {
            return known;
        }
        if (versions.size() >= MANY) {
            versions.values().removeIf(FunctionEnvironments::isOver);
        }
        return versions.compute(key, (_, former) -> replacement(former, version));
    }

    /** Whoever has just found it still gets an environment, which then ends as any drained one. */
    private static boolean isOver(VersionEnvironments known) {
        boolean unused = known.isUnused();
        if (unused) {
            known.drain();
        }
        return unused;
    }

    private VersionEnvironments replacement(
            @Nullable VersionEnvironments former, FunctionVersion version) {
        if (former != null && isSame(former.version(), version)) {
            return former;
        }
        if (former != null) {
            former.drain();
        }
        return new VersionEnvironments(starts.timed(version), growth, starts);
    }

    private static boolean isSame(FunctionVersion one, FunctionVersion other) {
        return one == other || one.revision().equals(other.revision());
    }

    /** A change of the function: what no longer exists in this form ends. */
    void published(FunctionPlan plan) {
        concurrency.reserve(
                plan.reservedConcurrency(),
                plan.provisioned().values().stream().mapToInt(Integer::intValue).sum());
        versions.forEach(
                (key, known) -> {
                    FunctionVersion now = plan.versions().get(known.version().version());
                    if (now == null || !isSame(known.version(), now)) {
                        versions.remove(key, known);
                        known.drain();
                    }
                });
        provision(plan);
    }

    private void provision(FunctionPlan plan) {
        for (FunctionVersion version : plan.versions().values()) {
            int wanted = plan.provisioned().getOrDefault(version.version(), 0);
            VersionEnvironments known = versions.get(version.version());
            if (wanted > 0 && version.state() == FunctionState.ACTIVE) {
                of(version, null).provision().want(wanted);
            } else if (known != null) {
                known.provision().want(0);
            }
        }
    }

    /** How far the provisioned concurrency of a version has come. */
    ProvisionedState provisioned(String version) {
        VersionEnvironments known = versions.get(version);
        return known == null ? ProvisionedState.NONE : known.provision().state();
    }

    void drain() {
        concurrency.reserve(OptionalInt.empty(), 0);
        versions.values().forEach(VersionEnvironments::drain);
        versions.clear();
    }
}
