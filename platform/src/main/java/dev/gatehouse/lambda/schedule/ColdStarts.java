package dev.gatehouse.lambda.schedule;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Starts environments: away from event loops, and only so many at the same time as the machine can
 * start without delaying each other. A start that is no longer needed when its turn comes is left
 * out.
 */
final class ColdStarts {
    private final Surroundings surroundings;
    private final EnvironmentMaker maker;
    private final BooleanSupplier evictOne;
    private final List<Ticker> tickers;
    private final Map<EventLoop, Ticker> tickerOfLoop = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final AtomicInteger environments = new AtomicInteger();
    private final AtomicLong turn = new AtomicLong();

    /**
     * @param evictOne ends some idle environment; false when there is none
     */
    ColdStarts(
            Surroundings surroundings,
            EnvironmentMaker maker,
            List<EventLoop> loops,
            BooleanSupplier evictOne) {
        this.surroundings = surroundings;
        this.maker = maker;
        this.evictOne = evictOne;
        this.tickers = loops.stream().map(loop -> new Ticker(loop, surroundings.clock())).toList();
        tickers.forEach(ticker -> tickerOfLoop.put(ticker.loop(), ticker));
        this.places = new Semaphore(surroundings.settings().startsAtOnce());
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Starts an environment for a version with a waiting event. Returns at once. */
    void request(VersionEnvironments pool) {
        surroundings.blocking(() -> start(pool), failure -> refuse(pool, failure));
    }

    private void start(VersionEnvironments pool) {
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
            int index = (int) (turn.getAndIncrement() % tickers.size());
            maker.make(pool, tickers.get(index));
            counted = false;
        } finally {
            if (counted) {
                environments.decrementAndGet();
            }
            places.release();
        }
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
        Assignment waiting = pool.nextWaiting();
        if (waiting != null) {
            waiting.refuse(Refusals.of(failure));
        }
    }

    /** Waits until every environment has ended, but not for ever. */
    void awaitNone() {
        for (int tries = 0; environments.get() > 0 && tries < 200; tries++) {
            LockSupport.parkNanos(10_000_000L);
        }
    }

    /** An environment is gone; called on its event loop. */
    void ended(Environment environment) {
        environments.decrementAndGet();
        Ticker ticker = tickerOfLoop.get(environment.loop());
        if (ticker != null) {
            ticker.remove(environment);
        }
    }
}
