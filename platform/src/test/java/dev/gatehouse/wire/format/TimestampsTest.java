package dev.gatehouse.wire.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.aws.TimestampFormat;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
@net.jqwik.api.Tag("unit")
class TimestampsTest {
    private static final Instant MOMENT = Instant.parse("2026-01-02T03:04:05.120Z");

    @ParameterizedTest
    @CsvSource({
        "ISO8601, 2026-01-02T03:04:05.120Z",
        "RFC822, 'Fri, 02 Jan 2026 03:04:05 GMT'",
        "EPOCH, 1767323045.12"
    })
    void aMomentIsWrittenAsTheModelSays(TimestampFormat format, String text) {
        assertThat(Timestamps.text(MOMENT, format)).isEqualTo(text);
    }

    @Property(tries = 300)
    void millisecondsSurviveEveryFormThatHasThem(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
        Instant instant = Instant.ofEpochMilli(millis);

        assertThat(Timestamps.parse(Timestamps.text(instant, TimestampFormat.ISO8601)))
                .isEqualTo(instant);
        assertThat(Timestamps.parse(Timestamps.text(instant, TimestampFormat.EPOCH)))
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "T",
                "yesterday",
                "2026-13-01T00:00:00Z",
                "1e300",
                "1e12",
                "+12345-01-01T00:00:00Z",
                "NaN",
                "0x10"
            })
    void whatIsNoMomentIsRejected(String text) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Timestamps.parse(text));
    }
}
