package dev.gatehouse.store;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.Optional;

/** How long a delivery that failed waits for the next attempt: twice as long each time. */
public final class RetryPause {
    private static final int MOST_FAILURES = 10;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryPause() {}

    /**
     * The pause before the next attempt.
     *
     * @param failures how often it failed, this time included
     * @return empty where no other attempt is due: the receiver rejects it, or it failed too often
     */
    public static Optional<Duration> after(RuntimeException failure, int failures) {
        if (!isPassing(failure) || failures >= MOST_FAILURES) {
            return Optional.empty();
        }
        Duration pause = Duration.ofSeconds(1L << (failures - 1));
        return Optional.of(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }

    /** Whether another attempt may go well. */
    private static boolean isPassing(RuntimeException failure) {
        return !(failure instanceof ServiceException rejection)
                || rejection.status() == 429
                || rejection.status() >= 500 && rejection.status() != NOT_IMPLEMENTED;
    }
}
