package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.invoke.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
    private final BooleanSupplier evictOne;
    private final Tickers tickers;
    private final Semaphore places;
    private final AtomicInteger environments = new AtomicInteger();

    /** Those that have begun, of all functions, also of such as are no more. */
    private final Set<Environment> living = ConcurrentHashMap.newKeySet();

    /**
     * @param evictOne ends some idle environment; false when there is none
     */
    ColdStarts(
            Surroundings surroundings,
            EnvironmentMaker maker,
            Tickers tickers,
            BooleanSupplier evictOne) {
        this.surroundings = surroundings;
        this.maker = maker;
        this.evictOne = evictOne;
        this.tickers = tickers;
        this.places = new Semaphore(surroundings.settings().startsAtOnce());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Tickers tickers() {
        return tickers;
    }

    /** Starts an environment for a version with a waiting event. Returns at once. */
    void request(VersionEnvironments pool) {
        Ticker near = tickers.near();
        surroundings.blocking(() -> start(pool, near), failure -> refuse(pool, failure));
    }

    private void start(VersionEnvironments pool, Ticker ticker) {
        if (!pool.hasWaiting()) {
            return;
        }
        // Ahead of the place: it may download, and others have what they need.
        RuntimeSetup setup = maker.setup(pool.version());
        places.acquireUninterruptibly();
        boolean counted = false;
        try {
            if (!pool.hasWaiting()) {
                return;
            }
            if (!roomForOne()) {
                refuse(pool, FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded"));
                return;
            }
            counted = true;
            maker.make(pool, setup, ticker);
            counted = false;
            prepare(pool.version());
        } finally {
            if (counted) {
                environments.decrementAndGet();
            }
            places.release();
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

    private boolean roomForOne() {
        if (environments.incrementAndGet() <= surroundings.settings().environments()) {
            return true;
        }
        if (evictOne.getAsBoolean()) {
            return true;
        }
        environments.decrementAndGet();
        return false;
    }

    private static void refuse(VersionEnvironments pool, Throwable failure) {
        if (Refusals.isUnexpected(failure)) {
            LOG.error("no environment for {}", pool.version().function(), failure);
        }
        Assignment waiting = pool.nextWaiting();
        if (waiting != null) {
            waiting.refuse(Refusals.of(failure));
        }
    }

    /**
     * Ends every environment, also in the middle of an event and those that begin meanwhile, since
     * the node stops. Waits until none is left, but not for ever.
     */
    void abandonAll() {
        for (int tries = 0; environments.get() > 0 && tries < 200; tries++) {
            living.forEach(
                    environment -> environment.ticker().loop().execute(environment::abandon));
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /** An environment is there; called on its event loop. */
    void began(Environment environment) {
        living.add(environment);
    }

    /** An environment is gone; called on its event loop. */
    void ended(Environment environment) {
        living.remove(environment);
        environments.decrementAndGet();
        environment.ticker().remove(environment);
    }
}
