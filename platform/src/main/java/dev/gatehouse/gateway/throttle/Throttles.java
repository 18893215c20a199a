package dev.gatehouse.gateway.throttle;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The token buckets of accounts, methods, routes and API keys. A bucket that nobody asks for is
 * full before long, and so need not be kept.
 */
public final class Throttles {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST_BUCKETS = 1_000_000;

    private final Cache<Object, TokenBucket> buckets =
            Caffeine.newBuilder()
                    .expireAfterAccess(KEPT)
                    .maximumSize(MOST_BUCKETS)
                    // To wake another thread costs more than what there is to do.
                    .executor(Runnable::run)
                    .build();
    private final RateLimit accounts;
    private final TimeMeter meter;

    private record Account(AccountId account, Region region) {}

    private record Route(String apiId, String stage, String route) {}

    /**
     * @param accounts the limit of each account in a region
     */
    public Throttles(RateLimit accounts, Clock clock) {
        this.accounts = accounts;
        this.meter =
                new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return clock.nanoTime();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                };
    }

    /** Whether the account of an API may have one more request now. */
    public boolean admitsAccount(ApiAddress api) {
        return accounts.isNone() || admits(new Account(api.account(), api.region()), accounts);
    }

    /**
     * Whether a stage's route may have one more request now.
     *
     * @param route its key within the stage
     */
    public boolean admitsRoute(ApiAddress api, String stage, String route, RateLimit limit) {
        return limit.isNone() || admits(new Route(api.apiId(), stage, route), limit);
    }

    /**
     * Whether one more request may pass.
     *
     * @param key whose bucket; a value that is equal to no other one's
     */
    public boolean admits(Object key, RateLimit limit) {
        if (limit.isNone()) {
            return true;
        }
        if (limit.isClosed()) {
            return false;
        }
        TokenBucket known = buckets.getIfPresent(key);
        TokenBucket bucket =
                known != null ? known : buckets.get(key, _ -> new TokenBucket(limit, meter));
        return bucket.take(limit);
    }
}
