package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Arn;
import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.plan.ProvisionedState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The provisioned concurrency of one version: environments that are made before anybody calls, kept
 * while nobody does, and replaced when they end. Events find them among the others of the version.
 */
final class Provision implements EnvironmentPool {
    /** So many starts that fail in a row are enough to know. */
    private static final int MOST_FAILURES = 3;

    private final VersionEnvironments pool;
    private final ColdStarts starts;

    /** Those that have begun, and whether they could ever take an event. */
    private final ConcurrentHashMap<Environment, Boolean> begun = new ConcurrentHashMap<>();

    private final Set<Environment> kept = ConcurrentHashMap.newKeySet();
    private final AtomicInteger starting = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile int wanted;

    private final Set<Environment> atWork = ConcurrentHashMap.newKeySet();
    private final AtomicInteger working = new AtomicInteger();
    private final LongAccumulator mostAtWork = new LongAccumulator(Math::max, 0);
    private final LongAdder invocations = new LongAdder();
    private final LongAdder spillover = new LongAdder();

    Provision(VersionEnvironments pool, ColdStarts starts) {
        this.pool = pool;
        this.starts = starts;
    }

    /**
     * Begins to make as many environments as are missing; those that are too many end when idle.
     */
    void want(int concurrency) {
        if (concurrency != wanted) {
            wanted = concurrency;
            failures.set(0);
            settle();
        }
    }

    /** Away from event loops, and one at a time. */
    private void settle() {
        starts.aside(this::settleNow);
    }

    private synchronized void settleNow() {
        while (kept.size() + starting.get() < wanted && failures.get() < MOST_FAILURES) {
            starting.incrementAndGet();
            starts.provision(this);
        }
        for (Environment surplus : kept) {
            if (kept.size() <= wanted) {
                return;
            }
            kept.remove(surplus); // from now on it is one of those that come and go
        }
    }

    /** Nothing came of a start. */
    void notStarted() {
        starting.decrementAndGet();
        failures.incrementAndGet();
        settle();
    }

    /** How far it has come. */
    ProvisionedState state() {
        int available = (int) kept.stream().filter(each -> begun.getOrDefault(each, false)).count();
        // Others may have begun since the look at those that are available, and before it as well.
        int allocated = Math.max(kept.size(), available);
        return new ProvisionedState(allocated, available, failures.get() >= MOST_FAILURES);
    }

    /** Tells what it was used for since the last time, unless that is nothing. */
    void use(Arn function, String qualifier, Consumer<ProvisionedUse> listener) {
        long events = invocations.sumThenReset();
        long spilled = spillover.sumThenReset();
        int most = (int) mostAtWork.getThenReset();
        mostAtWork.accumulate(working.get());
        if (events + spilled + most > 0) {
            int available = state().available();
            listener.accept(
                    new ProvisionedUse(
                            function,
                            qualifier,
                            available,
                            Math.min(most, available),
                            events,
                            spilled));
        }
    }

    /** One of the version's other environments took an event. */
    void spilled() {
        if (wanted > 0) {
            spillover.increment();
        }
    }

    @Override
    public void taken(Environment environment) {
        invocations.increment();
        if (atWork.add(environment)) {
            mostAtWork.accumulate(working.incrementAndGet());
        }
    }

    private void rests(Environment environment) {
        if (atWork.remove(environment)) {
            working.decrementAndGet();
        }
    }

    @Override
    public boolean isProvisioned() {
        return true;
    }

    @Override
    public boolean keeps(Environment environment) {
        return kept.contains(environment);
    }

    @Override
    public FunctionVersion version() {
        return pool.version();
    }

    /** Events do not wait for these: each that waits has asked for an environment of its own. */
    @Override
    public @Nullable Assignment nextWaiting() {
        return null;
    }

    @Override
    public void submit(Assignment assignment) {
        pool.submit(assignment);
    }

    @Override
    public void started(Environment environment) {
        begun.put(environment, false);
        kept.add(environment);
        starting.decrementAndGet();
        pool.join(environment);
    }

    @Override
    public void offer(Environment environment) {
        if (begun.replace(environment, false, true)) {
            failures.set(0);
        }
        rests(environment);
        pool.offer(environment);
    }

    @Override
    public boolean withdraw(Environment environment) {
        return pool.withdraw(environment);
    }

    @Override
    public void closed(Environment environment) {
        boolean served = Boolean.TRUE.equals(begun.remove(environment));
        kept.remove(environment);
        rests(environment);
        if (!served) {
            failures.incrementAndGet();
        }
        pool.closed(environment);
        settle();
    }

    @Override
    public void gone() {
        pool.gone();
    }
}
