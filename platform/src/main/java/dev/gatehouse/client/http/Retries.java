package dev.gatehouse.client.http;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The SDKs' standard retry mode: up to three attempts, a random pause of up to 1, 2, 4 … seconds
 * between them, and a quota (AWS SDKs and Tools Reference Guide, "Retry behavior").
 */
public final class Retries {
    private static final int ATTEMPTS = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final Set<Integer> TRANSIENT_STATUSES = Set.of(500, 502, 503, 504);
    private static final Set<String> TIMEOUTS = Set.of("RequestTimeout", "RequestTimeoutException");

    private static final Set<String> THROTTLING =
            Set.of(
                    "BandwidthLimitExceeded",
                    "EC2ThrottledException",
                    "LimitExceededException",
                    "PriorRequestNotComplete",
                    "ProvisionedThroughputExceededException",
                    "RequestLimitExceeded",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "SlowDown",
                    "ThrottledException",
                    "Throttling",
                    "ThrottlingException",
                    "TooManyRequestsException",
                    "TransactionInProgressException");

    private final RetryQuota quota = new RetryQuota();
    private final int attempts;
    private final RandomGenerator random;
    private final Pause pause;

    /** Waits between two attempts. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    Retries(int attempts, RandomGenerator random, Pause pause) {
        this.attempts = attempts;
        this.random = random;
        this.pause = pause;
    }

    /** The standard mode. */
    public static Retries standard() {
        return new Retries(ATTEMPTS, () -> ThreadLocalRandom.current().nextLong(), Thread::sleep);
    }

    /** One attempt: the caller waits, sees the error and decides. */
    public static Retries none() {
        return new Retries(1, () -> 0, _ -> {});
    }

    /**
     * Runs a call, again where its error may pass.
     *
     * @throws ServiceException the error of the last attempt
     */
    public <T> T run(Supplier<T> call) {
        int spent = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                T result = call.get();
                quota.give(spent);
                return result;
            } catch (ServiceException error) {
                spent = cost(error);
                if (attempt == attempts || !mayPass(error) || !quota.take(spent)) {
                    throw error;
                }
                rest(attempt);
            }
        }
    }

    static boolean mayPass(ServiceException error) {
        return TRANSIENT_STATUSES.contains(error.status())
                || THROTTLING.contains(error.code())
                || TIMEOUTS.contains(error.code());
    }

    private static int cost(ServiceException error) {
        return TIMEOUTS.contains(error.code()) ? RetryQuota.RETRY_AFTER_TIMEOUT : RetryQuota.RETRY;
    }

    private void rest(int attempt) {
        double most = Math.min(Math.scalb(1.0, attempt - 1), LONGEST_PAUSE.toSeconds());
        try {
            pause.of(Duration.ofMillis((long) (random.nextDouble() * most * 1000)));
        } catch (InterruptedException interrupted) {
            throw Unreachable.interrupted();
        }
    }
}
