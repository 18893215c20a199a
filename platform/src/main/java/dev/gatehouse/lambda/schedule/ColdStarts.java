package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.environment.Assignment;
import dev.gatehouse.lambda.environment.Environment;
import dev.gatehouse.lambda.environment.EnvironmentErrors;
import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.schedule.Capacity.Taking;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

    private final Surroundings surroundings;
    private final EnvironmentMaker maker;
    private final Tickers tickers;
    private final Semaphore places;
    private final StartsAhead ahead;
    private final Capacity capacity;
    private final long patienceNanos;
    private final LongAdder begun = new LongAdder();

    /** Those that have begun and are not gone. */
    private final AtomicInteger there = new AtomicInteger();

    /** Those of which a start waits for room. */
    private final Set<VersionEnvironments> crowded = ConcurrentHashMap.newKeySet();

    private final LivingEnvironments living;

    ColdStarts(
            ScheduleSettings settings,
            Surroundings surroundings,
            EnvironmentMaker maker,
            Tickers tickers) {
        this.surroundings = surroundings;
        this.maker = maker;
        this.capacity = new Capacity(settings.limits());
        this.patienceNanos = settings.limits().patience().toNanos();
        this.living = new LivingEnvironments(surroundings.clock(), patienceNanos);
        this.tickers = tickers;
        this.places = new Semaphore(settings.startsAtOnce());
        this.ahead = new StartsAhead(maker, surroundings, tickers, places, capacity);
    }

    Clock clock() {
        return surroundings.clock();
    }

    /** What is made before it is asked for. */
    StartsAhead ahead() {
        return ahead;
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
        return there.get();
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
        PreparedEnvironment ready = ahead.take(pool.version());
        if (ready == null) {
            startAside(pool, near);
        } else {
            begins();
            maker.begin(ready, pool, near, () -> lost(pool, near));
            refill(pool, near);
        }
    }

    private void begins() {
        begun.increment();
        there.incrementAndGet();
    }

    private void startAside(VersionEnvironments pool, Ticker near) {
        surroundings.blocking(() -> start(pool, near), failure -> fail(pool, failure));
    }

    /** The interpreter that was there for it is gone: another start takes its place. */
    private void lost(VersionEnvironments pool, Ticker near) {
        gone(pool.version());
        startAside(pool, near);
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
        EnvironmentMaker.Plan plan = maker.plan(provision.version());
        int megabytes = maker.memoryMb(provision.version());
        if (!take(megabytes)) {
            throw FunctionConcurrency.tooMany("ConcurrentInvocationLimitExceeded");
        }
        places.acquireUninterruptibly();
        boolean made = false;
        try {
            maker.make(provision, plan, ticker, () -> lost(provision));
            made = true;
            begins();
        } finally {
            if (!made) {
                capacity.giveBack(megabytes);
            }
            places.release();
        }
    }

    /** Takes a place, if need be that of one that is only made ahead. Blocks. */
    private boolean take(int megabytes) {
        while (!capacity.take(megabytes)) {
            if (!ahead.makeRoomNow()) {
                return false;
            }
        }
        return true;
    }

    private void lost(Provision provision) {
        gone(provision.version());
        provision.notStarted();
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
        EnvironmentMaker.Plan plan = maker.plan(pool.version());
        int megabytes = maker.memoryMb(pool.version());
        switch (place(pool, megabytes)) {
            case TAKEN -> start(pool, plan, ticker, megabytes);
            case UNWANTED -> pool.notStarted();
            case FULL -> throttle(pool);
        }
    }

    /** One start of each version waits: its environments may be free sooner than there is room. */
    private Taking place(VersionEnvironments pool, int megabytes) {
        if (take(megabytes)) {
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
                    () -> ahead.makeRoom() || living.evictFor(pool));
        } finally {
            crowded.remove(pool);
        }
    }

    private void start(
            VersionEnvironments pool, EnvironmentMaker.Plan plan, Ticker ticker, int megabytes) {
        places.acquireUninterruptibly();
        boolean made = false;
        try {
            if (pool.hasWaiting()) {
                maker.make(pool, plan, ticker, () -> lost(pool, ticker));
                made = true;
                begins();
            }
        } finally {
            if (!made) {
                capacity.giveBack(megabytes);
            }
            places.release();
        }
        if (made) {
            refill(pool, ticker);
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

    /** Of a version that has more than one at work, another one is likely to be needed. */
    private void refill(VersionEnvironments pool, Ticker ticker) {
        ahead.started(pool.version());
        if (!ticker.loop().isShuttingDown()) {
            ticker.loop()
                    .schedule(
                            () -> {
                                ahead.fill(pool.version());
                                if (pool.size() > 1) {
                                    ahead.expect(pool.version());
                                }
                            },
                            REFILL_DELAY.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
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
            living.abandon();
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
        there.decrementAndGet();
        capacity.giveBack(maker.memoryMb(version));
    }
}
