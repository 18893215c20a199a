package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentErrors;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import dev.gatehouse.lambda.schedule.Capacity.Taking;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

    /** What later starts will find is made when the event that had this one is mostly done. */
    private static final Duration REFILL_DELAY = Duration.ofMillis(100);

    /** Idle for so long, an environment is not in steady use. */
    private static final long RESTED_NANOS = Duration.ofMillis(100).toNanos();

    private final Surroundings surroundings;
    private final EnvironmentMaker maker;
    private final Tickers tickers;
    private final Semaphore places;
    private final Capacity capacity;
    private final long patienceNanos;
    private final LongAdder begun = new LongAdder();

    /** Those of which a start waits for room. */
    private final Set<VersionEnvironments> crowded = ConcurrentHashMap.newKeySet();

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
        this.patienceNanos = settings.limits().patience().toNanos();
        this.tickers = tickers;
        this.places = new Semaphore(settings.startsAtOnce());
    }

    Clock clock() {
        return surroundings.clock();
    }

    Tickers tickers() {
        return tickers;
    }

    /** The version with as much time as it has. */
    FunctionVersion timed(FunctionVersion version) {
        return maker.timed(version);
    }

    /** How many environments there are. */
    int environments() {
        return capacity.environments();
    }

    /** How many environments were begun since the node's start. */
    long begun() {
        return begun.sum();
    }

    /**
     * Starts an environment for a version with a waiting event. Returns at once. The version is
     * told when nothing comes of it.
     */
    void request(VersionEnvironments pool) {
        Ticker near = tickers.near();
        surroundings.blocking(() -> start(pool, near), failure -> fail(pool, failure));
    }

    /** Runs something that must not hold an event loop up. */
    void aside(Runnable task) {
        surroundings.blocking(task, failure -> LOG.error("provisioned environments", failure));
    }

    /** Starts an environment that nobody waits for. Returns at once. */
    void provision(Provision provision) {
        Ticker ticker = tickers.next();
        surroundings.blocking(
                () -> provide(provision, ticker),
                failure -> {
                    LOG.warn("{} is not provisioned", provision.version().function(), failure);
                    provision.notStarted();
                });
    }

    private void provide(Provision provision, Ticker ticker) {
        RuntimeSetup setup = maker.setup(provision.version());
        int megabytes = maker.memoryMb(provision.version());
        if (!capacity.take(megabytes)) {
            throw FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded");
        }
        places.acquireUninterruptibly();
        boolean made = false;
        try {
            maker.make(provision, setup, ticker);
            made = true;
            begun.increment();
        } finally {
            if (!made) {
                capacity.giveBack(megabytes);
            }
            places.release();
        }
    }

    /** Whether a start of this version waits for room already. */
    boolean isCrowded(VersionEnvironments pool) {
        return crowded.contains(pool);
    }

    private void start(VersionEnvironments pool, Ticker ticker) {
        if (!pool.hasWaiting()) {
            pool.notStarted();
            return;
        }
        // Ahead of the place: it may download, and others have what they need.
        RuntimeSetup setup = maker.setup(pool.version());
        int megabytes = maker.memoryMb(pool.version());
        switch (place(pool, megabytes)) {
            case TAKEN -> start(pool, setup, ticker, megabytes);
            case UNWANTED -> pool.notStarted();
            case FULL -> throttle(pool);
        }
    }

    /** One start of each version waits: its environments may be free sooner than there is room. */
    private Taking place(VersionEnvironments pool, int megabytes) {
        if (capacity.take(megabytes)) {
            return Taking.TAKEN;
        }
        if (!crowded.add(pool)) {
            return Taking.UNWANTED;
        }
        Clock clock = surroundings.clock();
        long since = clock.nanoTime(); // Downloads are not what events wait for here.
        try {
            return capacity.await(
                    megabytes,
                    () -> Math.min(pool.waitedNanos(), clock.nanoTime() - since),
                    () -> evictFor(pool));
        } finally {
            crowded.remove(pool);
        }
    }

    private void start(VersionEnvironments pool, RuntimeSetup setup, Ticker ticker, int megabytes) {
        places.acquireUninterruptibly();
        boolean made = false;
        try {
            if (pool.hasWaiting()) {
                maker.make(pool, setup, ticker);
                made = true;
                begun.increment();
            }
        } finally {
            if (!made) {
                capacity.giveBack(megabytes);
            }
            places.release();
        }
        if (made) {
            refill(pool.version(), ticker);
        } else {
            pool.notStarted();
        }
    }

    private void throttle(VersionEnvironments pool) {
        LOG.warn(
                "{} is throttled: the environments at work have all the memory that functions may"
                        + " have together (setting memory)",
                pool.version().function());
        do {
            reject(pool, FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded"));
        } while (pool.waitedNanos() >= patienceNanos);
        pool.notStarted();
    }

    /**
     * Begins to end the environment of another version that has been without an event for longest.
     * One that was at work just now is spared: else two versions that are called all the time would
     * end each other's environments all the time. A version that has none at all takes also such a
     * one, once half of its patience is over.
     */
    private boolean evictFor(VersionEnvironments pool) {
        long now = surroundings.clock().nanoTime();
        boolean starves = pool.size() == 0 && pool.waitedNanos() >= patienceNanos / 2;
        long idleAtLeast = starves ? 0 : RESTED_NANOS;
        List<Environment> longestIdleFirst =
                living.stream()
                        .filter(one -> now - one.idleSinceNanos() >= idleAtLeast)
                        .filter(one -> !pool.has(one))
                        .sorted(Comparator.comparingLong(one -> one.idleSinceNanos() - now))
                        .toList();
        return longestIdleFirst.stream().anyMatch(Environment::evict);
    }

    private void refill(FunctionVersion version, Ticker ticker) {
        if (!ticker.loop().isShuttingDown()) {
            ticker.loop()
                    .schedule(
                            () -> prepare(version), REFILL_DELAY.toMillis(), TimeUnit.MILLISECONDS);
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

    private static void fail(VersionEnvironments pool, Throwable failure) {
        if (EnvironmentErrors.isUnexpected(failure)) {
            LOG.error("no environment for {}", pool.version().function(), failure);
        }
        reject(pool, failure);
        pool.notStarted();
    }

    private static void reject(VersionEnvironments pool, Throwable failure) {
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
