package dev.gatehouse.gateway.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.gateway.plan.usage.RateLimit;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ThrottlesTest {
    private static final AccountId ACCOUNT = new AccountId("111111111111");

    private final Turned clock = new Turned();
    private final Throttles throttles = new Throttles(new RateLimit(10, 3), clock);

    private static final class Turned implements Clock {
        private long nanos;

        void turn(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public Instant now() {
            return Instant.ofEpochSecond(0, nanos);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }
    }

    @Test
    void aBucketHoldsItsBurstAndFillsAtItsRate() {
        RateLimit limit = new RateLimit(0.5, 2);
        assertThat(admitted(limit, 5)).isEqualTo(2);
        clock.turn(Duration.ofMillis(1_999));
        assertThat(admitted(limit, 5)).isZero();
        clock.turn(Duration.ofMillis(1));
        assertThat(admitted(limit, 5)).isEqualTo(1);
        clock.turn(Duration.ofDays(400));
        assertThat(admitted(limit, 5)).isEqualTo(2);
    }

    @Test
    void aChangedLimitHoldsAtOnceForTheBucketInUse() {
        assertThat(admitted(new RateLimit(1, 2), 5)).isEqualTo(2);
        assertThat(admitted(new RateLimit(1, 100), 5)).isZero();
        clock.turn(Duration.ofSeconds(3));
        assertThat(admitted(new RateLimit(1, 100), 5)).isEqualTo(3);
    }

    @Test
    void nothingPassesWhereRateOrBurstIsZeroAndAllWhereThereIsNone() {
        assertThat(admitted(new RateLimit(0, 10), 5)).isZero();
        assertThat(admitted(new RateLimit(10, 0), 5)).isZero();
        assertThat(admitted(RateLimit.NONE, 5)).isEqualTo(5);
        assertThat(admitted(RateLimit.of(null, 1), 5)).isEqualTo(5);
        assertThat(admitted("four", RateLimit.of(4.0, null), 5)).isEqualTo(4);
        assertThat(admitted("fast", new RateLimit(1e12, 1_000), 5)).isEqualTo(5);
    }

    @Test
    void theApisOfAnAccountShareItsLimitInEachRegion() {
        ApiAddress one = new ApiAddress(ACCOUNT, new Region("eu-west-1"), "one");
        ApiAddress two = new ApiAddress(ACCOUNT, new Region("eu-west-1"), "two");
        ApiAddress far = new ApiAddress(ACCOUNT, new Region("us-east-1"), "far");
        assertThat(throttles.admitsAccount(one)).isTrue();
        assertThat(throttles.admitsAccount(two)).isTrue();
        assertThat(throttles.admitsAccount(one)).isTrue();
        assertThat(throttles.admitsAccount(two)).isFalse();
        assertThat(throttles.admitsAccount(far)).isTrue();
    }

    private int admitted(RateLimit limit, int asked) {
        return admitted("key", limit, asked);
    }

    private int admitted(Object key, RateLimit limit, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            if (throttles.admits(key, limit)) {
                admitted++;
            }
        }
        return admitted;
    }
}
