package dev.gatehouse.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what other threads and processes do, without pauses that are a guess. */
public final class Eventually {
    /** Only what fails takes it. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(5);

    private Eventually() {}

    /** Returns once something holds. */
    public static void holds(Callable<Boolean> condition) {
        waiting().until(condition);
    }

    /** Returns once an assertion holds. */
    public static void asserted(ThrowingRunnable assertion) {
        waiting().untilAsserted(assertion);
    }

    /** Returns the first value that fits. */
    public static <T> T value(Callable<T> source, Predicate<? super T> fits) {
        return waiting().until(source, fits);
    }

    /** The same, of something that may take longer than most. */
    public static <T> T value(Duration patience, Callable<T> source, Predicate<? super T> fits) {
        return waiting().atMost(patience).until(source, fits);
    }

    /** Returns once something has held for a while; fails when it does not. */
    public static void stays(Duration time, Callable<Boolean> condition) {
        waiting().during(time).atMost(PATIENCE.plus(time)).until(condition);
    }

    private static ConditionFactory waiting() {
        return Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .atMost(PATIENCE);
    }
}
