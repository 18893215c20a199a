package dev.gatehouse.lambda.schedule;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much may run at once, and how fast that may grow (Lambda Developer Guide, "Understanding
 * Lambda function scaling").
 *
 * @param account events that may run at once in an account and region
 * @param requestRate requests a second for each of them, and for each that a function reserves; 0
 *     for any number
 * @param scalingRate environments that a function may gain in ten seconds; 0 for any number
 */
public record ConcurrencyLimits(int account, int requestRate, int scalingRate) {
    /** AWS's limits. */
    public static final ConcurrencyLimits AWS = new ConcurrencyLimits(1_000, 10, 1_000);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    /** The requests that so much concurrency takes; null for any number. */
    @Nullable TokenBucket requests(int concurrency, Clock clock) {
        return requestRate == 0 || concurrency == 0
                ? null
                : new TokenBucket(Math.multiplyExact(requestRate, concurrency), SECOND, clock);
    }

    /** The environments that a function may gain; null for any number. */
    @Nullable TokenBucket growth(Clock clock) {
        return scalingRate == 0 ? null : new TokenBucket(scalingRate, TEN_SECONDS, clock);
    }
}
