package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one version. An event goes to an idle environment; where none is idle it
 * waits, and another environment is started at once. Whoever is free first takes it. Nothing here
 * takes a lock.
 */
final class VersionEnvironments implements EnvironmentPool {
    private final FunctionVersion version;
    private final @Nullable TokenBucket growth;
    private final ColdStarts starts;
    private final IdleEnvironments idle;
    private final WaitingEvents waiting;

    /** Those that were asked for and have not taken an event yet. */
    private final AtomicInteger starting = new AtomicInteger();

    /** Those of them that have begun. */
    private final Set<Environment> beginning = ConcurrentHashMap.newKeySet();

    private final Set<Environment> all = ConcurrentHashMap.newKeySet();
    private final Provision provision;
    private volatile boolean draining;

    /**
     * @param growth how many environments the function may gain; null for any number
     */
    VersionEnvironments(FunctionVersion version, @Nullable TokenBucket growth, ColdStarts starts) {
        this.version = version;
        this.growth = growth;
        this.starts = starts;
        this.waiting = new WaitingEvents(starts.tickers(), starts.clock());
        this.idle = new IdleEnvironments(starts.tickers());
        this.provision = new Provision(this, starts);
    }

    @Override
    public FunctionVersion version() {
        return version;
    }

    /** The concurrency limit bounds those that wait. */
    @Override
    public void submit(Assignment assignment) {
        Environment free = idle.take();
        if (free != null) {
            free.assign(assignment);
            return;
        }
        if (isShort(1) && growth != null && !growth.take()) {
            assignment.reject(FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded"));
            return;
        }
        waiting.add(assignment);
        startIfShort();
        match();
    }

    /** Whether it has no environment, and nobody waits for one. */
    boolean isUnused() {
        return all.isEmpty() && waiting.isEmpty() && starting.get() == 0;
    }

    /** Sees to it that as many environments start as events wait, where there is room for more. */
    private void startIfShort() {
        if (isShort(0)) {
            starting.incrementAndGet();
            starts.request(this);
        }
    }

    /** Whether another start is needed, with so many more events. */
    private boolean isShort(int more) {
        return waiting.size() + more > starting.get() && !starts.isCrowded(this);
    }

    /** Nothing came of a start that was asked for. */
    void notStarted() {
        starting.decrementAndGet();
        startIfShort();
    }

    @Override
    public void offer(Environment environment) {
        begun(environment);
        Assignment next = waiting.poll();
        if (next != null) {
            environment.assign(next);
        } else if (draining) {
            environment.finish();
        } else {
            idle.add(environment);
            match();
        }
    }

    /** Brings together an event and an environment that came at the same time. */
    private void match() {
        while (!waiting.isEmpty()) {
            Environment free = idle.take();
            if (free == null) {
                return;
            }
            Assignment next = waiting.poll();
            if (next != null) {
                free.assign(next);
                return;
            }
            idle.add(free);
        }
    }

    @Override
    public @Nullable Assignment nextWaiting() {
        return waiting.poll();
    }

    /** Whether an event waits for an environment. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    long waitedNanos() {
        return waiting.waitedNanos();
    }

    @Override
    public void taken(Environment environment) {
        provision.spilled();
    }

    @Override
    public boolean withdraw(Environment environment) {
        return idle.remove(environment);
    }

    @Override
    public void started(Environment environment) {
        beginning.add(environment);
        all.add(environment);
        starts.began(environment);
    }

    /** One begins for which no event has asked. */
    void join(Environment environment) {
        all.add(environment);
        starts.began(environment);
    }

    /** Those that are kept ready. */
    Provision provision() {
        return provision;
    }

    @Override
    public void closed(Environment environment) {
        begun(environment);
        withdraw(environment);
        all.remove(environment);
        starts.ended(environment);
        startIfShort();
        if (isUnused() && !draining) {
            starts.ahead().expect(version); // as its next event has none
        }
    }

    private void begun(Environment environment) {
        if (!beginning.isEmpty() && beginning.remove(environment)) {
            starting.decrementAndGet();
        }
    }

    /** Lets every environment end: now when it is idle, else after its event. */
    void drain() {
        draining = true;
        provision.want(0);
        all.forEach(environment -> environment.ticker().loop().execute(environment::retire));
    }

    @Override
    public void gone() {
        starts.gone(version);
    }

    boolean has(Environment environment) {
        return all.contains(environment);
    }

    int size() {
        return all.size();
    }
}
