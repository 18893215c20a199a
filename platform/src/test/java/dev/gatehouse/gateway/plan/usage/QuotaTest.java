package dev.gatehouse.gateway.plan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.plan.usage.Quota.Period;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Region;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class QuotaTest {
    private static final UsageCounters.Key KEY =
            new UsageCounters.Key(new AccountId("111111111111"), Region.DEFAULT, "plan", "key");

    @ParameterizedTest
    @CsvSource({
        "DAY, 0, 2026-11-30, 2026-11-30",
        "WEEK, 0, 2026-11-30, 2026-11-29",
        "WEEK, 1, 2026-11-30, 2026-11-30",
        "WEEK, 2, 2026-11-30, 2026-11-24",
        "MONTH, 0, 2026-11-30, 2026-11-01",
        "MONTH, 27, 2026-11-30, 2026-11-28",
        "MONTH, 27, 2026-03-27, 2026-02-28",
        "MONTH, 14, 2027-01-01, 2026-12-15"
    })
    void beginsOnItsDay(Period period, int offset, LocalDate day, LocalDate start) {
        assertThat(new Quota(1, offset, period).periodStart(day.toEpochDay()))
                .isEqualTo(start.toEpochDay());
    }

    @Test
    void leavesAllOfItWhenAPeriodBegins() {
        Quota quota = new Quota(2, 0, Period.DAY);
        UsageCounter counter = new UsageCounters().of(KEY);

        assertThat(List.of(counter.take(quota, 10), counter.take(quota, 10))).doesNotContain(false);
        assertThat(counter.take(quota, 10)).isFalse();
        assertThat(counter.take(quota, 11)).isTrue();
        assertThat(counter.count().usedEarlier()).isEqualTo(2);
        counter.leave(5, quota, 11);
        assertThat(counter.on(11, quota).remaining(quota)).isEqualTo(5);
        assertThat(counter.on(12, quota).remaining(quota)).isEqualTo(2);
    }

    @Test
    void letsNoMorePassThanItIsHoweverManyAsk() throws InterruptedException {
        Quota quota = new Quota(5_000, 0, Period.MONTH);
        UsageCounter counter = new UsageCounters().of(KEY);
        AtomicInteger passed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int n = 0; n < 2_000; n++) {
                                            if (counter.take(quota, 20_000)) {
                                                passed.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(passed).hasValue(5_000);
    }
}
