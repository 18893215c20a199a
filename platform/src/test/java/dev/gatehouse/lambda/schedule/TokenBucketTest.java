package dev.gatehouse.lambda.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class TokenBucketTest {
    private final TurnedClock clock = new TurnedClock();
    private final TokenBucket bucket = new TokenBucket(10, Duration.ofSeconds(1), clock);

    private long taken(int tries) {
        return IntStream.range(0, tries).filter(_ -> bucket.take()).count();
    }

    @Test
    void holdsAsManyAsComeInItsPeriod() {
        assertThat(taken(20)).isEqualTo(10);
    }

    @Test
    void getsThemBackOneByOne() {
        taken(20);
        clock.turn(Duration.ofMillis(300));
        assertThat(taken(20)).isEqualTo(3);
        clock.turn(Duration.ofMillis(99));
        assertThat(taken(20)).isEqualTo(0);
    }

    @Test
    void holdsNoMoreAfterALongTime() {
        clock.turn(Duration.ofHours(5));
        assertThat(taken(20)).isEqualTo(10);
    }
}
