package dev.gatehouse.lambda.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.schedule.Capacity.Taking;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
        assertThat(capacity.take(200)).isTrue();
        assertThat(capacity.take(101)).isFalse();
        assertThat(capacity.take(100)).isTrue();
        capacity.giveBack(200);
        assertThat(capacity.take(200)).isTrue();
    }

    @Test
    void boundsTheirNumber() {
        Capacity capacity = of(1, 300, Duration.ZERO);
        assertThat(capacity.take(1)).isTrue();
        assertThat(capacity.take(1)).isFalse();
    }

    @Test
    void waitsForWhatIsBeingEnded() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.take(128)).isTrue();
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier makeRoom =
                () -> {
                    if (asked.getAndIncrement() == 0) {
                        CompletableFuture.runAsync(() -> capacity.giveBack(128));
                    }
                    return true;
                };
        assertThat(capacity.await(128, () -> 1, makeRoom)).isEqualTo(Taking.TAKEN);
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainForRoomWhileNothingCanBeEnded() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.take(128)).isTrue();
        AtomicInteger asked = new AtomicInteger();
        BooleanSupplier makeRoom =
                () -> {
                    if (asked.incrementAndGet() < 3) {
                        return false;
                    }
                    capacity.giveBack(128);
                    return true;
                };
        assertThat(capacity.await(128, () -> 1, makeRoom)).isEqualTo(Taking.TAKEN);
    }

    @Test
    void whoWaitsForRoomHasItBeforeWhoComesLater() throws Exception {
        Capacity capacity = of(100, 256, Duration.ofMinutes(1));
        assertThat(capacity.take(200)).isTrue();
        CompletableFuture<Void> waits = new CompletableFuture<>();
        CompletableFuture<Taking> first =
                CompletableFuture.supplyAsync(
                        () ->
                                capacity.await(
                                        200,
                                        () -> 1,
                                        () -> {
                                            waits.complete(null);
                                            return true;
                                        }));
        waits.get();
        assertThat(capacity.take(50)).describedAs("what the first has no room for").isTrue();

        AtomicInteger looks = new AtomicInteger();
        LongSupplier waited =
                () -> {
                    if (looks.incrementAndGet() == 1) {
                        capacity.giveBack(200);
                    }
                    return first.isDone() ? Duration.ofMinutes(1).toNanos() : 1;
                };
        assertThat(capacity.await(200, waited, () -> false)).isEqualTo(Taking.FULL);
        assertThat(first.get()).isEqualTo(Taking.TAKEN);
    }

    @Test
    void isFullOnceAnEventHasWaitedTooLong() {
        Capacity capacity = of(100, 128, Duration.ofSeconds(1));
        assertThat(capacity.take(128)).isTrue();
        long second = Duration.ofSeconds(1).toNanos();
        assertThat(capacity.await(128, () -> second, () -> false)).isEqualTo(Taking.FULL);
    }

    @Test
    void waitsOnWhereEventsComeAndGoBetweenTwoLooks() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.take(128)).isTrue();
        AtomicInteger looks = new AtomicInteger();
        LongSupplier now =
                () -> {
                    if (looks.incrementAndGet() == 3) {
                        capacity.giveBack(128);
                        return 1;
                    }
                    return Capacity.UNWANTED;
                };
        assertThat(capacity.await(128, now, () -> false)).isEqualTo(Taking.TAKEN);
        assertThat(looks).hasValue(3);
    }

    @Test
    void takesNothingThatIsNoLongerWanted() {
        Capacity capacity = of(100, 128, Duration.ofMinutes(1));
        assertThat(capacity.await(128, () -> Capacity.UNWANTED, () -> true))
                .isEqualTo(Taking.UNWANTED);
        assertThat(capacity.environments()).isZero();
    }
}
