package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What later starts will find: interpreters of the runtimes in use and, for the few versions that
 * are most likely to need an environment next, one that is made up to the function's own code.
 */
final class StartsAhead {
    private static final Logger LOG = LoggerFactory.getLogger(StartsAhead.class);

    /** Credentials and log streams are of the time they were made. */
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private final EnvironmentMaker maker;
    private final Surroundings around;
    private final Tickers tickers;
    private final Semaphore places;
    private final Capacity capacity;
    private final Deque<PreparedEnvironment> ready = new ConcurrentLinkedDeque<>();

    private final LikelyVersions likely;
    private volatile boolean closed;

    /**
     * @param places of environments that start at the same time
     * @param capacity which those that are made have a part of
     */
    StartsAhead(
            EnvironmentMaker maker,
            Surroundings around,
            Tickers tickers,
            Semaphore places,
            Capacity capacity) {
        this.maker = maker;
        this.around = around;
        this.tickers = tickers;
        this.places = places;
        this.capacity = capacity;
        this.likely = new LikelyVersions(around, tickers, this::prepareIfMissing);
    }

    /**
     * What was made ahead for a version, if there is one, with the capacity that it has. From any
     * thread; takes no lock.
     */
    @Nullable PreparedEnvironment take(FunctionVersion version) {
        for (PreparedEnvironment one : ready) {
            if (one.version().isSame(version) && ready.remove(one)) {
                long age = around.clock().nanoTime() - one.madeNanos();
                if (age < LONGEST_NANOS && one.isAlive()) {
                    return one;
                }
                discard(one);
            }
        }
        return null;
    }

    /** How many are there. */
    int count() {
        return ready.size();
    }

    /**
     * Begins to end the one that was made first, or what is being made for later starts, for what
     * is asked for now. Returns at once.
     *
     * @return false when there is none
     */
    boolean makeRoom() {
        PreparedEnvironment spare = ready.pollLast();
        if (spare == null) {
            return maker.giveWay();
        }
        discard(spare);
        return true;
    }

    /** Ends the one that was made first, and returns when it has ended; false without one. */
    boolean makeRoomNow() {
        PreparedEnvironment spare = ready.pollLast();
        if (spare == null) {
            return false;
        }
        end(spare);
        return true;
    }

    /** A version is likely to need an environment soon. Returns at once. */
    void expect(FunctionVersion version) {
        likely.add(version);
    }

    private void prepareIfMissing(FunctionVersion version) {
        try {
            if (ready.stream().noneMatch(one -> one.version().isSame(version))) {
                prepare(version);
            }
        } catch (RuntimeException failure) {
            LOG.debug("nothing is made ahead for {}", version.function(), failure);
        }
    }

    private void prepare(FunctionVersion version) {
        RuntimeSetup setup = maker.setup(version);
        maker.compile(version, setup, capacity); // its environment begins with what comes of that
        places.acquireUninterruptibly();
        try {
            int megabytes = maker.memoryMb(version);
            if (maker.canPrepare(version) && capacity.take(megabytes)) {
                make(version, setup, megabytes);
            }
        } finally {
            places.release();
        }
        aside(() -> fill(version, setup));
    }

    private void make(FunctionVersion version, RuntimeSetup setup, int megabytes) {
        PreparedEnvironment made = null;
        try {
            made = maker.prepareAhead(version, setup, tickers.next());
        } finally {
            if (made == null) {
                capacity.giveBack(megabytes);
            }
        }
        keep(made);
    }

    /**
     * What was made from another setup than its version would be now is made again: the classes of
     * its runtime may have been archived meanwhile.
     */
    private void renew() {
        for (PreparedEnvironment one : ready) {
            if (!maker.setup(one.version()).equals(one.setup()) && ready.remove(one)) {
                end(one);
                expect(one.version());
            }
        }
    }

    private void keep(PreparedEnvironment made) {
        if (!likely.keep(made.version(), () -> ready.addFirst(made))) {
            end(made);
        } else if (ready.size() > LikelyVersions.MOST) {
            makeRoomNow();
        }
        closeIfClosed();
    }

    /** Makes later starts of a version faster, as its language can. Returns at once. */
    void fill(FunctionVersion version) {
        aside(() -> fill(version, maker.setup(version)));
    }

    private void aside(Runnable task) {
        around.blocking(task, failure -> LOG.debug("nothing is made ahead", failure));
    }

    private void fill(FunctionVersion version, RuntimeSetup setup) {
        Ticker ticker = tickers.next();
        places.acquireUninterruptibly();
        try {
            maker.fill(version, setup, ticker);
        } finally {
            places.release();
        }
        // Takes seconds, or minutes at the worst: in no start's place.
        if (maker.archive(version, setup, capacity, ticker)) {
            renew();
        }
        maker.compile(version, setup, capacity);
    }

    /** An environment of a version was started without this: it is no longer likely. */
    void started(FunctionVersion version) {
        likely.remove(version);
    }

    /** Forgets versions that are no more. */
    void forget(Predicate<FunctionVersion> gone) {
        likely.forget(gone);
        for (PreparedEnvironment one : ready) {
            if (gone.test(one.version()) && ready.remove(one)) {
                discard(one);
            }
        }
    }

    private void discard(PreparedEnvironment one) {
        around.blocking(
                () -> end(one), failure -> LOG.warn("a sandbox could not be closed", failure));
    }

    private void end(PreparedEnvironment one) {
        try {
            one.close();
        } finally {
            capacity.giveBack(one.memoryMb());
        }
    }

    /** Ends all that was made. Blocks. */
    void close() {
        closed = true;
        likely.close();
        closeIfClosed();
    }

    private void closeIfClosed() {
        if (!closed) {
            return;
        }
        for (PreparedEnvironment one = ready.poll(); one != null; one = ready.poll()) {
            end(one);
        }
    }
}
