package dev.gatehouse.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class RequestLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RequestLines lines =
            new RequestLines(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8), Duration.ofMinutes(1));

    @Test
    void printsMethodPathStatusAndTime() {
        lines.done(request("/notes?a=1"));
        assertThat(printed())
                .singleElement()
                .asString()
                .matches("GET /notes\\?a=1 200 \\d+\\.\\d ms");
    }

    @Test
    void printsFunctionsWithTheirColdStartsAndFailures() {
        lines.ran("1", "notes", "success", 1_250_000, 84_000_000);
        lines.ran("2", "notes", "success", 900_000, 0);
        lines.ran("3", "notes", "timeout", 3_000_000_000L, 0);
        assertThat(printed())
                .containsExactly(
                        "  notes 1.3 ms, cold start 84.0 ms",
                        "  notes 0.9 ms, warm",
                        "  notes 3000.0 ms, warm, timeout");
    }

    @Test
    void aRequestHasItsFunctionsInItsLine() {
        lines.called("1", "Root=1-aa;Parent=bb;Sampled=0");
        lines.called("2", "Root=1-aa");
        lines.called("3", "Root=1-cc");
        lines.ran("1", "auth", "success", 2_000_000, 0);
        lines.done(request("/notes", "Sampled=0;Root=1-aa"));
        lines.ran("2", "notes", "success", 1_250_000, 84_000_000);
        lines.ran("3", "other", "success", 1_000_000, 0);
        List<String> printed = printed();
        assertThat(printed).hasSize(2);
        assertThat(printed.get(0))
                .matches(
                        "GET /notes 200 \\d+\\.\\d ms  auth 2\\.0 ms, warm"
                                + "  notes 1\\.3 ms, cold start 84\\.0 ms");
        assertThat(printed.get(1)).isEqualTo("  other 1.0 ms, warm");
    }

    @Test
    void aPathDoesNotSteerTheTerminal() {
        lines.done(request("/\u001b[2J\n\u009b"));
        assertThat(printed()).singleElement().asString().startsWith("GET /?[2J?? 200 ");
    }

    @Test
    void countsWhatComesFasterThanItIsRead() {
        for (int i = 0; i < 10_000; i++) {
            lines.ran("1", "notes", "success", 1_000_000, 0);
        }
        long told = 0;
        for (String line : printed()) {
            Matcher more = Pattern.compile("… and (\\d+) more").matcher(line);
            told += more.matches() ? Long.parseLong(more.group(1)) : 1;
        }
        assertThat(told).isEqualTo(10_000);
    }

    private static RequestRecord request(String path) {
        return request(path, "Sampled=0");
    }

    private static RequestRecord request(String path, String traceHeader) {
        RequestRecord record = new RequestRecord(Clock.SYSTEM, "GET", path, "127.0.0.1");
        record.headed(() -> traceHeader);
        record.done(200, 2);
        return record;
    }

    /** What was printed once nothing waits any more. */
    private List<String> printed() {
        lines.close();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
