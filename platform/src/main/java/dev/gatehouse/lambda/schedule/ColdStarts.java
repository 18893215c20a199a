package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentErrors;
import dev.gatehouse.lambda.environment.EnvironmentPool;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts environments: away from event loops, and only so many at the same time as the machine can
 * start without delaying each other. A start that is no longer needed when its turn comes is left
 * out.
 */
final class ColdStarts {
    private static final Logger LOG = LoggerFactory.getLogger(ColdStarts.class);

    private final Surroundings surroundings;
    private final EnvironmentMaker maker;
    private final Tickers tickers;
    private final Semaphore places;
    private final Capacity capacity;
    private final LongAdder begun = new LongAdder();

    /** Those that have begun, of all functions, also of such as are no more. */
    private final Set<Environment> living = ConcurrentHashMap.newKeySet();

    ColdStarts(
            ScheduleSettings settings,
            Surroundings surroundings,
            EnvironmentMaker maker,
            Tickers tickers) {
        this.surroundings = surroundings;
        this.maker = maker;
        this.capacity = new Capacity(settings.limits());
        this.tickers = tickers;
        this.places = new Semaphore(settings.startsAtOnce());
    }

    Tickers tickers() {
        return tickers;
    }

    /** How many environments there are. */
    int environments() {
        return capacity.environments();
    }

    /** How many environments were begun since the node's start. */
    long begun() {
        return begun.sum();
    }

    /** Starts an environment for a version with a waiting event. Returns at once. */
    void request(EnvironmentPool pool) {
        Ticker near = tickers.near();
        surroundings.blocking(() -> start(pool, near), failure -> reject(pool, failure));
    }

    private void start(EnvironmentPool pool, Ticker ticker) {
        if (!pool.hasWaiting()) {
            return;
        }
        // Ahead of the place: it may download, and others have what they need.
        RuntimeSetup setup = maker.setup(pool.version());
        int megabytes = maker.memoryMb(pool.version());
        switch (capacity.take(megabytes, pool::hasWaiting, this::evictOne)) {
            case TAKEN -> start(pool, setup, ticker, megabytes);
            case FULL -> throttle(pool);
            case UNWANTED -> {}
        }
    }

    private void start(EnvironmentPool pool, RuntimeSetup setup, Ticker ticker, int megabytes) {
        places.acquireUninterruptibly();
        boolean made = false;
        try {
            if (pool.hasWaiting()) {
                maker.make(pool, setup, ticker);
                made = true;
                begun.increment();
                prepare(pool.version());
            }
        } finally {
            if (!made) {
                capacity.giveBack(megabytes);
            }
            places.release();
        }
    }

    private void throttle(EnvironmentPool pool) {
        LOG.warn(
                "{} is throttled: the environments at work have all the memory that functions may"
                        + " have together (setting memory)",
                pool.version().function());
        reject(pool, FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded"));
    }

    /** Begins to end the environment that has been without an event for longest. */
    private void evictOne() {
        long now = surroundings.clock().nanoTime();
        List<Environment> longestIdleFirst =
                living.stream()
                        .sorted(Comparator.comparingLong(one -> one.idleSinceNanos() - now))
                        .toList();
        for (Environment environment : longestIdleFirst) {
            if (environment.evict()) {
                return;
            }
        }
    }

    /** Makes ready for later starts, after those that events wait for. Returns at once. */
    void prepare(FunctionVersion version) {
        surroundings.blocking(
                () -> {
                    RuntimeSetup setup = maker.setup(version);
                    places.acquireUninterruptibly();
                    try {
                        maker.prepare(version, setup, tickers.next());
                    } finally {
                        places.release();
                    }
                },
                failure -> LOG.debug("no warm runtime for {}", version.function(), failure));
    }

    private static void reject(EnvironmentPool pool, Throwable failure) {
        if (EnvironmentErrors.isUnexpected(failure)) {
            LOG.error("no environment for {}", pool.version().function(), failure);
        }
        Assignment waiting = pool.nextWaiting();
        if (waiting != null) {
            waiting.reject(EnvironmentErrors.of(failure));
        }
    }

    /**
     * Ends every environment, also in the middle of an event and those that begin meanwhile, since
     * the node stops. Waits until none is left, but not for ever.
     */
    void abandonAll() {
        for (int tries = 0; capacity.environments() > 0 && tries < 200; tries++) {
            living.forEach(
                    environment -> environment.ticker().loop().execute(environment::abandon));
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /** An environment is there; called on its event loop. */
    void began(Environment environment) {
        living.add(environment);
    }

    /** An environment ends; called on its event loop. */
    void ended(Environment environment) {
        living.remove(environment);
        environment.ticker().remove(environment);
    }

    /** Nothing is left of an environment of a version. */
    void gone(FunctionVersion version) {
        capacity.giveBack(maker.memoryMb(version));
    }
}
