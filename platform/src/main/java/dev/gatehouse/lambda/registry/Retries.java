package dev.gatehouse.lambda.registry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does in the background what has to be done in the end: again and again while it fails, as when
 * the database is away, ever less often, until the node stops. What is undone then is found and
 * done by the next start.
 */
public final class Retries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * Returns at once.
     *
     * @param what the work's name in the log
     * @param work may run more than once
     */
    void start(String what, Runnable work) {
        try {
            threads.execute(() -> untilDone(what, work));
        } catch (RejectedExecutionException _) {
            LOG.info("{} waits until the node starts again", what);
        }
    }

    private void untilDone(String what, Runnable work) {
        Duration pause = FIRST;
        while (!isDone(what, work, pause) && !isStopping(pause)) {
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        }
    }

    private static boolean isDone(String what, Runnable work, Duration pause) {
        try {
            work.run();
            return true;
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, next attempt in {} ms", what, pause.toMillis(), e);
            return false;
        }
    }

    /** Waits, but for no node that stops. */
    void pause(Duration pause) {
        isStopping(pause);
    }

    /** Waits for the next attempt; says whether there will be none. */
    private boolean isStopping(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }

    /** Waits for attempts that are under way; none follows them. */
    @Override
    public void close() {
        stopping.countDown();
        threads.close();
    }
}
