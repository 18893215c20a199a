package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
final class HttpDateTest {
    private static HttpDate at(String instant) {
        return new HttpDate(
                new Clock() {
                    @Override
                    public Instant now() {
                        return Instant.parse(instant);
                    }

                    @Override
                    public long nanoTime() {
                        return 0;
                    }
                });
    }

    @Test
    void writesEveryDayOfAMonthWithTwoDigits() {
        assertThat(at("2026-11-05T13:02:50.9Z").now()).isEqualTo("Thu, 05 Nov 2026 13:02:50 GMT");
        assertThat(at("2026-11-21T00:00:00Z").now()).isEqualTo("Sat, 21 Nov 2026 00:00:00 GMT");
    }

    @Test
    void writesTheFirstSecondOf1970() {
        assertThat(at("1970-01-01T00:00:00Z").now()).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    }
}
