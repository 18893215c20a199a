package dev.gatehouse.gateway.throttle;

import dev.gatehouse.gateway.plan.usage.RateLimit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LocalBucket;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** One bucket, whose limit may change while it is in use. Lock-free. */
final class TokenBucket {
    /** A token in each nanosecond, which is as fast as the library can. */
    private static final double FASTEST = 1e9;

    private static final long LONG_SECONDS = 1_000;

    private final LocalBucket bucket;
    private volatile RateLimit limit;

    /**
     * @param limit one that is neither open nor closed
     */
    TokenBucket(RateLimit limit, TimeMeter clock) {
        this.limit = limit;
        this.bucket =
                new LocalBucketBuilder()
                        .addLimit(bandwidth(limit))
                        .withCustomTimePrecision(clock)
                        .withSynchronizationStrategy(SynchronizationStrategy.LOCK_FREE)
                        .build();
    }

    /** Takes a token, if there is one. */
    boolean take(RateLimit current) {
        if (!current.equals(limit)) {
            limit = current;
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(bandwidth(current)).build(),
                    TokensInheritanceStrategy.AS_IS);
        }
        return bucket.tryConsume(1);
    }

    /** Slow rates are one token in a while; others many in a long while, so fractions count. */
    private static Bandwidth bandwidth(RateLimit limit) {
        double rate = Math.min(limit.rate(), FASTEST);
        boolean slow = rate < 1;
        long tokens = slow ? 1 : Math.round(rate * LONG_SECONDS);
        Duration period =
                slow
                        ? Duration.ofNanos((long) Math.min(FASTEST / rate, Long.MAX_VALUE / 2.0))
                        : Duration.ofSeconds(LONG_SECONDS);
        return Bandwidth.builder().capacity(limit.capacity()).refillGreedy(tokens, period).build();
    }
}
