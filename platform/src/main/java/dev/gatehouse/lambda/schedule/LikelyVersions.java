package dev.gatehouse.lambda.schedule;

import dev.gatehouse.lambda.environment.Surroundings;
import dev.gatehouse.lambda.environment.Ticker;
import dev.gatehouse.lambda.plan.FunctionVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few versions that are most likely to need an environment next: those that were deployed last,
 * that have more than one at work, and whose last one has ended. Each is dealt with once nothing
 * more has been heard for a moment.
 */
final class LikelyVersions {
    private static final Logger LOG = LoggerFactory.getLogger(LikelyVersions.class);

    /** With an interpreter, what is made for one takes some tens of megabytes. */
    static final int MOST = 4;

    /** What is asked for now comes first, and a deployment changes a version more than once. */
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Surroundings around;
    private final Tickers tickers;
    private final Consumer<FunctionVersion> deal;

    /** The latest first. Guarded by this, as what follows. */
    private final Deque<FunctionVersion> likely = new ArrayDeque<>();

    private final Set<FunctionVersion> underWay = new HashSet<>();
    private long lastNanos;
    private boolean awaited;
    private volatile boolean closed;

    /**
     * @param deal with a version; runs on a virtual thread and may block
     */
    LikelyVersions(Surroundings around, Tickers tickers, Consumer<FunctionVersion> deal) {
        this.around = around;
        this.tickers = tickers;
        this.deal = deal;
    }

    /** One more. Returns at once. */
    synchronized void add(FunctionVersion version) {
        likely.removeIf(one -> one.isSame(version));
        likely.addFirst(version);
        if (likely.size() > MOST) {
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
            around.blocking(
                    this::dealWithAll, failure -> LOG.debug("nothing is made ahead", failure));
        }
    }

    private void dealWithAll() {
        for (FunctionVersion next = next(); next != null && !closed; next = next()) {
            try {
                deal.accept(next);
            } finally {
                over(next);
            }
        }
    }

    private synchronized @Nullable FunctionVersion next() {
        FunctionVersion next = likely.pollFirst();
        if (next != null) {
            underWay.add(next);
        }
        return next;
    }

    private synchronized void over(FunctionVersion version) {
        underWay.remove(version);
    }

    /**
     * Keeps what was made for a version that is being dealt with, before it can be forgotten.
     *
     * @return false when it has been
     */
    synchronized boolean keep(FunctionVersion version, Runnable keeping) {
        boolean wanted = underWay.contains(version);
        if (wanted) {
            keeping.run();
        }
        return wanted;
    }

    /** An environment of a version was started: it is no longer likely. */
    synchronized void remove(FunctionVersion version) {
        likely.removeIf(one -> one.isSame(version));
    }

    /** Forgets versions that are no more, also those that are being dealt with. */
    synchronized void forget(Predicate<FunctionVersion> gone) {
        likely.removeIf(gone);
        underWay.removeIf(gone);
    }

    /** Deals with no more. */
    void close() {
        closed = true;
    }
}
