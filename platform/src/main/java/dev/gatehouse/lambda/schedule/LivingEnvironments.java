package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Environment;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The environments that have begun, of all functions, also of such as are no more. */
final class LivingEnvironments {
    /** Idle for so long, an environment is not in steady use. */
    private static final long RESTED_NANOS = Duration.ofMillis(100).toNanos();

    private final Clock clock;
    private final long patienceNanos;
    private final Set<Environment> all = ConcurrentHashMap.newKeySet();

    /**
     * @param patienceNanos how long an event waits for room
     */
    LivingEnvironments(Clock clock, long patienceNanos) {
        this.clock = clock;
        this.patienceNanos = patienceNanos;
    }

    void add(Environment environment) {
        all.add(environment);
    }

    void remove(Environment environment) {
        all.remove(environment);
    }

    /**
     * Begins to end the environment of another version that has been without an event for longest.
     * One that was at work just now is spared: else two versions that are called all the time would
     * end each other's environments all the time. A version that has none at all takes also such a
     * one, once half of its patience is over.
     */
    boolean evictFor(VersionEnvironments pool) {
        long now = clock.nanoTime();
        boolean starves = pool.size() == 0 && pool.waitedNanos() >= patienceNanos / 2;
        long idleAtLeast = starves ? 0 : RESTED_NANOS;
        List<Environment> longestIdleFirst =
                all.stream()
                        .filter(one -> now - one.idleSinceNanos() >= idleAtLeast)
                        .filter(one -> !pool.has(one))
                        .sorted(Comparator.comparingLong(one -> one.idleSinceNanos() - now))
                        .toList();
        return longestIdleFirst.stream().anyMatch(Environment::evict);
    }

    /** Begins to end every one, also in the middle of an event. */
    void abandon() {
        all.forEach(environment -> environment.ticker().loop().execute(environment::abandon));
    }
}
