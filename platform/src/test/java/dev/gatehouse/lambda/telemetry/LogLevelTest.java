package dev.gatehouse.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class LogLevelTest {
    private static final Report GOOD = new Report("r", 1, -1, 128, 64, null);
    private static final Report BAD =
            new Report("r", 1, -1, 128, 64, new Report.Failing("timeout", null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"msg\": \"m\", \"level\": \"debug\"} | DEBUG",
                "{\"in\": {\"level\": \"ERROR\"}, \"level\": \"WARN\"} | WARN",
                "{\"in\": {\"level\": \"ERROR\"}} | INFO",
                "{\"level\": \"WARNING\"} | WARN",
                "{\"level\": \"loud\"} | INFO",
                "{\"level\": 5} | INFO",
                "{\"level\": \"ERROR | INFO",
                "plain text | INFO",
            })
    void aLineHasTheLevelItsJsonSays(String line, LogLevel level) {
        assertThat(LogLevel.of(line)).isEqualTo(level);
    }

    @Test
    void recordsOfLambdaBelowTheSystemLevelAreLeftOut() {
        JsonLines all = new JsonLines(Clock.SYSTEM, LogLevel.INFO);
        JsonLines warnings = new JsonLines(Clock.SYSTEM, LogLevel.WARN);

        assertThat(all.start("r", "1")).contains("platform.start");
        assertThat(all.report(GOOD)).contains("success");
        assertThat(warnings.start("r", "1")).isEmpty();
        assertThat(warnings.initStart("python:3.13", "arn")).isEmpty();
        assertThat(warnings.report(GOOD)).isEmpty();
        assertThat(warnings.report(BAD)).contains("timeout");
    }
}
