package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.TurnableClock;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast a sandbox may open connections. */
@Tag("unit")
class ConnectionPlacesTest {
    private final TurnableClock clock = new TurnableClock();
    private final ConnectionPlaces places = new ConnectionPlaces(clock);

    private long[] take(int count) {
        return LongStream.range(0, count).map(_ -> places.take()).toArray();
    }

    @Test
    void aBurstIsNotHeldUp() {
        assertThat(take(200)).containsOnly(0);
    }

    @Test
    void whoOpensAllTheTimeGetsAHundredASecond() {
        take(1_200);
        long held = places.take();

        assertThat(Duration.ofNanos(held)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    void whoRestedMayOpenABurstAgain() {
        take(200);
        clock.turn(Duration.ofSeconds(2));

        assertThat(take(200)).containsOnly(0);
    }
}
