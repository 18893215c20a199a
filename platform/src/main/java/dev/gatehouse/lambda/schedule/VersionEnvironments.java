package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.invoke.FunctionVersion;
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
final class VersionEnvironments {
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

    FunctionVersion version() {
        return version;
    }

    Surroundings surroundings() {
        return starts.surroundings();
    }

    /**
     * Runs an event as soon as there is an environment for it. The concurrency limit bounds these.
     */
    void submit(Assignment assignment) {
        Environment free = idle.take();
        if (free != null) {
            free.assign(assignment);
            return;
        }
        waiting.add(assignment);
        starts.request(this);
        match();
    }

    /** An environment can take an event. */
    void offer(Environment environment) {
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

    /** The event that has waited longest, or null. */
    @Nullable Assignment nextWaiting() {
        return waiting.poll();
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes an environment out of those that can get events; false when it just got one. */
    boolean withdraw(Environment environment) {
        return idle.remove(environment);
    }

    void started(Environment environment) {
        all.add(environment);
        starts.began(environment);
    }

    void closed(Environment environment) {
        withdraw(environment);
        all.remove(environment);
        starts.ended(environment);
    }

    /** Lets every environment end: now when it is idle, else after its event. */
    void drain() {
        draining = true;
        all.forEach(environment -> environment.ticker().loop().execute(environment::retire));
    }

    /** Nothing of one of them is left. */
    void gone() {
        starts.gone(version);
    }

    int size() {
        return all.size();
    }
}
