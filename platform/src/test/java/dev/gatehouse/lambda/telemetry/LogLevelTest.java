package dev.gatehouse.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Report;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class LogLevelTest {
    private static final PlatformEvent.Spans SPANS = new PlatformEvent.Spans(Instant.EPOCH, 1, 1);
    private static final PlatformEvent.Init INIT =
            new PlatformEvent.Init(PlatformEvent.Initialization.ON_DEMAND, InitPhase.INIT);
    private static final Report GOOD =
            new Report(
                    "r",
                    "arn",
                    Completion.SUCCESS,
                    1,
                    null,
                    new PlatformEvent.Memory(128, 64),
                    SPANS,
                    null);
    private static final Report BAD =
            new Report(
                    "r",
                    "arn",
                    Completion.TIMEOUT,
                    1,
                    null,
                    new PlatformEvent.Memory(128, 64),
                    SPANS,
                    null);

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
        PlatformEvent start = new PlatformEvent.Start("r", "1", null, null);
        PlatformEvent init = new PlatformEvent.InitStart(INIT, "python:3.13.v1", "arn");

        assertThat(at(LogLevel.INFO, start)).contains("platform.start");
        assertThat(at(LogLevel.INFO, GOOD)).contains("success");
        assertThat(at(LogLevel.WARN, start)).isEmpty();
        assertThat(at(LogLevel.WARN, init)).isEmpty();
        assertThat(at(LogLevel.WARN, GOOD)).isEmpty();
        assertThat(at(LogLevel.WARN, BAD)).contains("timeout");
    }

    private static String at(LogLevel least, PlatformEvent event) {
        return new JsonLines(least).of(event, Instant.EPOCH);
    }
}
