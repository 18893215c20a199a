package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import dev.gatehouse.lambda.runtimes.RuntimeSetup;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What later starts will find: interpreters of the runtimes in use and, for the few versions that
 * are most likely to need an environment next, one that is made up to the function's own code.
 * Those are the versions that were deployed last, that have more than one at work, and whose last
 * one has ended.
 */
final class StartsAhead {
    private static final Logger LOG = LoggerFactory.getLogger(StartsAhead.class);

    /** For so many versions: with an interpreter, some tens of megabytes each. */
    private static final int VERSIONS = 4;

    /** What is asked for now comes first, and a deployment changes a version more than once. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    /** Credentials and log streams are of the time they were made. */
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();

    private final EnvironmentMaker maker;
    private final Surroundings around;
    private final Tickers tickers;
    private final Semaphore places;
    private final Capacity capacity;
    private final Deque<PreparedEnvironment> ready = new ConcurrentLinkedDeque<>();

    /** The latest first. Guarded by this, as what follows. */
    private final Deque<FunctionVersion> likely = new ArrayDeque<>();

    private final Set<FunctionVersion> making = new HashSet<>();

    private long lastNanos;
    private boolean awaited;
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
     * Begins to end the one that was made first, for what is asked for now. Returns at once.
     *
     * @return false when there is none
     */
    boolean makeRoom() {
        PreparedEnvironment spare = ready.pollLast();
        if (spare == null) {
            return false;
        }
        discard(spare);
        return true;
    }

    /** The same, but returns when it has ended. */
    boolean makeRoomNow() {
        PreparedEnvironment spare = ready.pollLast();
        if (spare == null) {
            return false;
        }
        end(spare);
        return true;
    }

    /** A version is likely to need an environment soon. Returns at once. */
    synchronized void expect(FunctionVersion version) {
        likely.removeIf(one -> one.isSame(version));
        likely.addFirst(version);
        if (likely.size() > VERSIONS) {
            likely.removeLast();
        }
        lastNanos = around.clock().nanoTime();
        if (!awaited) {
            awaited = true;
            awaitPause(PAUSE.toNanos());
        }
    }

    private void awaitPause(long nanos) {
        Ticker ticker = tickers.next();
        if (!closed && !ticker.loop().isShuttingDown()) {
            ticker.loop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private synchronized void look() {
        long left = PAUSE.toNanos() - (around.clock().nanoTime() - lastNanos);
        if (left > 0) {
            awaitPause(left);
        } else {
            awaited = false;
            aside(this::prepareLikely);
        }
    }

    private void prepareLikely() {
        for (FunctionVersion next = next(); next != null && !closed; next = next()) {
            try {
                prepareIfMissing(next);
            } catch (RuntimeException failure) {
                LOG.debug("nothing is made ahead for {}", next.function(), failure);
            } finally {
                made(next);
            }
        }
    }

    private synchronized @Nullable FunctionVersion next() {
        FunctionVersion next = likely.pollFirst();
        if (next != null) {
            making.add(next);
        }
        return next;
    }

    private synchronized void made(FunctionVersion version) {
        making.remove(version);
    }

    private void prepareIfMissing(FunctionVersion version) {
        if (ready.stream().noneMatch(one -> one.version().isSame(version))) {
            prepare(version);
        }
    }

    private void prepare(FunctionVersion version) {
        RuntimeSetup setup = maker.setup(version);
        maker.compile(version, setup); // its environment begins with what comes of that
        places.acquireUninterruptibly();
        try {
            int megabytes = maker.memoryMb(version);
            if (maker.canPrepare(version) && capacity.take(megabytes)) {
                make(version, setup, megabytes);
            }
        } finally {
            places.release();
        }
        fill(version, setup, false);
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
        boolean wanted;
        synchronized (this) {
            wanted = making.contains(made.version());
            if (wanted) {
                ready.addFirst(made);
            }
        }
        if (!wanted) {
            end(made);
        } else if (ready.size() > VERSIONS) {
            makeRoomNow();
        }
        closeIfClosed();
    }

    /**
     * Makes an interpreter ready for later starts. Returns at once.
     *
     * @param started whether the version was in demand
     */
    void fill(FunctionVersion version, boolean started) {
        aside(() -> fill(version, maker.setup(version), started));
    }

    private void fill(FunctionVersion version, RuntimeSetup setup, boolean started) {
        Ticker ticker = tickers.next();
        places.acquireUninterruptibly();
        try {
            maker.fill(version, setup, ticker);
        } finally {
            places.release();
        }
        archive(version, setup, started);
    }

    /** Takes seconds: in no start's place. */
    private void archive(FunctionVersion version, RuntimeSetup setup, boolean started) {
        if (maker.archive(version, setup, started, tickers.next())) {
            renew();
        }
        maker.compile(version, setup);
    }

    /** Makes later starts of a version faster, where its language can. Returns at once. */
    void archive(FunctionVersion version) {
        aside(() -> archive(version, maker.setup(version), false));
    }

    private void aside(Runnable task) {
        around.blocking(task, failure -> LOG.debug("nothing is made ahead", failure));
    }

    /** An environment of a version was started without this: it is no longer likely. */
    synchronized void started(FunctionVersion version) {
        likely.removeIf(one -> one.isSame(version));
    }

    /** Forgets versions that are no more. */
    void forget(Predicate<FunctionVersion> gone) {
        synchronized (this) {
            likely.removeIf(gone);
            making.removeIf(gone);
        }
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
