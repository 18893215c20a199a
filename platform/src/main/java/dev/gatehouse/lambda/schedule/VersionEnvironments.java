package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one version. An event goes to an idle environment; where none is idle it
 * waits, and another environment is started at once. Whoever is free first takes it. Nothing here
 * takes a lock.
 */
final class VersionEnvironments implements EnvironmentPool {
    private final FunctionVersion version;
    private final ColdStarts starts;
    private final IdleEnvironments idle;
    private final Queue<Assignment> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Environment> all = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    VersionEnvironments(FunctionVersion version, ColdStarts starts) {
        this.version = version;
        this.starts = starts;
        this.idle = new IdleEnvironments(starts.tickers());
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
        waiting.add(assignment);
        starts.request(this);
        match();
    }

    @Override
    public void offer(Environment environment) {
        Assignment next = waiting.poll();
        if (next != null) {
            environment.assign(next);
        } else if (draining) {
            environment.close();
        } else {
            idle.add(environment);
            match();
        }
    }

    /** Brings together an event and an environment that came at the same moment. */
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

    @Override
    public boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public boolean withdraw(Environment environment) {
        return idle.remove(environment);
    }

    @Override
    public void started(Environment environment) {
        all.add(environment);
        starts.began(environment);
    }

    @Override
    public void closed(Environment environment) {
        withdraw(environment);
        all.remove(environment);
        starts.ended(environment);
    }

    /** Lets every environment end: now when it is idle, else after its event. */
    void drain() {
        draining = true;
        all.forEach(environment -> environment.ticker().loop().execute(environment::retire));
    }

    @Override
    public void gone() {
        starts.gone(version);
    }

    int size() {
        return all.size();
    }
}
