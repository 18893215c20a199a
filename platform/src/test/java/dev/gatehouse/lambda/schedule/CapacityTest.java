package dev.gatehouse.lambda.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.schedule.Capacity.Taking;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class CapacityTest {
    private static Capacity of(int environments, long memoryMb, Duration patience) {
        return new Capacity(new EnvironmentLimits(environments, memoryMb, patience));
    }

    @Test
    void boundsTheMemoryOfAllEnvironmentsTogether() {
        Capacity capacity = of(100, 300, Duration.ZERO);
        assertThat(capacity.take(200, () -> true, () -> {})).isEqualTo(Taking.TAKEN);
        assertThat(capacity.take(101, () -> true, () -> {})).isEqualTo(Taking.FULL);
        assertThat(capacity.take(100, () -> true, () -> {})).isEqualTo(Taking.TAKEN);
        capacity.giveBack(200);
        assertThat(capacity.take(200, () -> true, () -> {})).isEqualTo(Taking.TAKEN);
    }

    @Test
    void boundsTheirNumber() {
        Capacity capacity = of(1, 300, Duration.ZERO);
        assertThat(capacity.take(1, () -> true, () -> {})).isEqualTo(Taking.TAKEN);
        assertThat(capacity.take(1, () -> true, () -> {})).isEqualTo(Taking.FULL);
    }

    @Test
    void waitsForWhatIsBeingEnded() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.take(128, () -> true, () -> {})).isEqualTo(Taking.TAKEN);
        AtomicInteger asked = new AtomicInteger();
        Runnable makeRoom =
                () -> {
                    if (asked.getAndIncrement() == 0) {
                        CompletableFuture.runAsync(() -> capacity.giveBack(128));
                    }
                };
        assertThat(capacity.take(128, () -> true, makeRoom)).isEqualTo(Taking.TAKEN);
        assertThat(asked).hasValue(1);
    }

    @Test
    void takesNothingThatIsNoLongerWanted() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.take(128, () -> false, () -> {})).isEqualTo(Taking.UNWANTED);
        assertThat(capacity.environments()).isZero();
    }
}
