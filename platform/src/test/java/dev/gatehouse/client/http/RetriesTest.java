package dev.gatehouse.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RetriesTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final Retries retries = new Retries(3, new Random(7), pauses::add);
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void triesThreeTimesWithRandomPausesThatMayDouble() {
        assertThatThrownBy(() -> fail("InternalFailure", 500)).hasMessage("no");

        assertThat(attempts).hasValue(3);
        assertThat(pauses).hasSize(2);
        assertThat(pauses.getFirst()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(pauses.getLast()).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void triesAgainWhatIsThrottledWhateverItsStatus() {
        assertThatThrownBy(() -> fail("ProvisionedThroughputExceededException", 400));

        assertThat(attempts).hasValue(3);
    }

    @Test
    void doesNotTryAgainWhatIsTheCallersFault() {
        assertThatThrownBy(() -> fail("ValidationException", 400));

        assertThat(attempts).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void returnsWhatALaterAttemptReturned() {
        String result =
                retries.run(
                        () -> {
                            if (attempts.incrementAndGet() < 3) {
                                throw new ServiceException("SlowDown", 503, "no");
                            }
                            return "done";
                        });

        assertThat(result).isEqualTo("done");
    }

    @Test
    void stopsTryingAgainOnceTheQuotaIsSpent() {
        for (int call = 0; call < 50; call++) {
            assertThatThrownBy(() -> fail("InternalFailure", 500));
        }
        attempts.set(0);

        assertThatThrownBy(() -> fail("InternalFailure", 500));

        assertThat(attempts).hasValue(1);
    }

    private void fail(String code, int status) {
        retries.run(
                () -> {
                    attempts.incrementAndGet();
                    throw new ServiceException(code, status, "no");
                });
    }
}
