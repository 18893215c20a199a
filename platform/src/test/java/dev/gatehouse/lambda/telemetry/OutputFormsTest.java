package dev.gatehouse.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
@net.jqwik.api.Tag("unit")
class OutputFormsTest {
    private static byte[] frame(String text) {
        byte[] record = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + record.length)
                .putInt(0xa55a0003)
                .putInt(record.length)
                .putLong(1_700_000_000_123_456L)
                .put(record)
                .array();
    }

    @Property(tries = 200)
    void linesAreTheSameHoweverTheyArrive(
            @ForAll @NotEmpty List<@AlphaChars @NotEmpty String> lines,
            @ForAll @IntRange(min = 1, max = 7) int piece) {
        byte[] all = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(found::add);
        for (int at = 0; at < all.length; at += piece) {
            int size = Math.min(piece, all.length - at);
            byte[] part = new byte[size];
            System.arraycopy(all, at, part, 0, size);
            splitter.feed(part, size);
        }
        assertThat(found).isEqualTo(lines);
    }

    @Test
    void aJsonRecordHoldsWhateverARuntimeCallsItsError() {
        String record =
                new JsonLines(Clock.SYSTEM, LogLevel.INFO)
                        .initReport(1, "init", new Report.Failing("error", "Runtime.\",\"a\":\"b"));
        assertThat(new JsonObject(record).getJsonObject("record").getString("errorType"))
                .isEqualTo("Runtime.\",\"a\":\"b");
    }

    @Test
    void aLineWithoutItsEndComesWhenItIsFlushed() {
        List<String> found = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(found::add);
        splitter.feed("half".getBytes(StandardCharsets.UTF_8), 4);
        assertThat(found).isEmpty();
        splitter.flush();
        assertThat(found).containsExactly("half");
    }

    @Test
    void aLineIsNoLongerThanALogEventMayBe() {
        List<String> found = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(found::add);
        byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 8; i++) {
            splitter.feed(much, much.length);
        }
        assertThat(found).hasSizeGreaterThan(0);
    }

    @Test
    void framesKeepTheLineBreaksOfARecordAndItsTime() {
        List<String> found = new ArrayList<>();
        FrameReader reader = new FrameReader((millis, text) -> found.add(millis + " " + text));
        byte[] bytes = frame("one\ntwo\n");
        reader.feed(bytes, 10);
        byte[] rest = new byte[bytes.length - 10];
        System.arraycopy(bytes, 10, rest, 0, rest.length);
        reader.feed(rest, rest.length);
        assertThat(found).containsExactly("1700000000123 one\ntwo");
    }

    @Test
    void whatIsNoFrameIsSkipped() {
        List<String> found = new ArrayList<>();
        FrameReader reader = new FrameReader((_, text) -> found.add(text));
        reader.feed("some plain text that is no frame".getBytes(StandardCharsets.UTF_8), 32);
        byte[] good = frame("good");
        reader.feed(good, good.length);
        assertThat(found).containsExactly("good");
    }

    @Test
    void theReportLineHasAwssForm() {
        Report report = new Report("id", 1_881_000, 123_456_000, 128, 37, null);
        assertThat(new TextLines().report(report))
                .isEqualTo(
                        "REPORT RequestId: id\tDuration: 1.88 ms\tBilled Duration: 126 ms\t"
                                + "Memory Size: 128 MB\tMax Memory Used: 37 MB\t"
                                + "Init Duration: 123.46 ms\t");
    }

    @Test
    void theReportOfATimeoutSaysSo() {
        Report report =
                new Report("id", 3_000_000_000L, -1, 128, 37, new Report.Failing("timeout", null));
        assertThat(new TextLines().report(report))
                .endsWith("Max Memory Used: 37 MB\tStatus: timeout");
    }
}
