package dev.gatehouse.lambda.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class LifespanTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Its monotonic reading overflows on the way, as that of any machine may. */
    private static final class Hands implements Clock {
        private Duration passed = Duration.ZERO;

        @Override
        public Instant now() {
            return Instant.EPOCH.plus(passed);
        }

        @Override
        public long nanoTime() {
            return Long.MAX_VALUE - Duration.ofMinutes(1).toNanos() + passed.toNanos();
        }
    }

    private final Hands clock = new Hands();
    private final Lifespan life = lasting(Duration.ofHours(2));

    private Lifespan lasting(Duration longestLife) {
        EnvironmentSettings settings =
                new EnvironmentSettings(
                        Duration.ofSeconds(10),
                        PATIENCE,
                        longestLife,
                        1000,
                        CpuLimit.WEIGHT,
                        false);
        return new Lifespan(clock, settings, Instant.EPOCH.plus(Duration.ofHours(1)));
    }

    private void restAfter(Duration passed) {
        clock.passed = passed;
        life.rest();
    }

    @Test
    void isSpentWhenTheLongestEventMightOutliveItsCredentialsHoweverBusyItIs() {
        restAfter(Duration.ofMinutes(43));
        assertThat(life.isSpent()).isFalse();
        restAfter(Duration.ofMinutes(44));
        assertThat(life.isSpent()).isTrue();
    }

    @Test
    void isOverWhenNothingCameForTooLong() {
        restAfter(Duration.ofMinutes(2));
        assertThat(life.isOver(clock.nanoTime() + PATIENCE.toNanos(), false)).isFalse();
        assertThat(life.isOver(clock.nanoTime() + PATIENCE.toNanos() + 1, false)).isTrue();
    }

    @Test
    void isOverByItsAgeEvenWhenItIsKept() {
        Lifespan old = lasting(Duration.ofMinutes(30));
        clock.passed = Duration.ofMinutes(29);
        old.rest();
        assertThat(old.isOver(clock.nanoTime(), true)).isFalse();
        clock.passed = Duration.ofMinutes(30);
        assertThat(old.isOver(clock.nanoTime(), true)).isTrue();
    }
}
