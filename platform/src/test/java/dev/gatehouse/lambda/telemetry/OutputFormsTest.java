package dev.gatehouse.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.lambda.telemetry.PlatformEvent.Completion;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Extension;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Fault;
import dev.gatehouse.lambda.telemetry.PlatformEvent.InitPhase;
import dev.gatehouse.lambda.telemetry.PlatformEvent.LogsDropped;
import dev.gatehouse.lambda.telemetry.PlatformEvent.Report;
import dev.gatehouse.lambda.telemetry.PlatformEvent.RuntimeDone;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
@net.jqwik.api.Tag("unit")
class OutputFormsTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

    private static final PlatformEvent.Spans SPANS =
            new PlatformEvent.Spans(TIME, 90_000_000, 120_000_000);
    private static final FunctionTrace TRACE =
            new FunctionTrace(
                    "1-5759e988-bd862e3fe1be46a994272793",
                    "1111111111111111",
                    "2222222222222222",
                    "3333333333333333");

    private static byte[] frame(String text) {
        byte[] record = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + record.length)
                .putInt(0xa55a0003)
                .putInt(record.length)
                .putLong(1_700_000_000_123_456L)
                .put(record)
                .array();
    }

    /** What a reader found, kinds told apart. */
    private static final class Found implements OutputReader.Events {
        final List<String> all = new ArrayList<>();

        @Override
        public void line(String text) {
            all.add("line " + text);
        }

        @Override
        public void record(long timestampMillis, String text) {
            all.add("record " + timestampMillis + ' ' + text);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final Found found = new Found();
    private final OutputReader reader = new OutputReader(found);

    private void feed(byte[] bytes) {
        reader.feed(bytes, bytes.length);
    }

    /** Lines (even numbers) and records (odd ones), in the order they were written. */
    @Property(tries = 300)
    void linesAndRecordsAreTheSameHoweverTheyArrive(
            @ForAll @Size(max = 12) List<@IntRange(max = 9) Integer> written,
            @ForAll @IntRange(min = 1, max = 40) int piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int number : written) {
            String text = "¥Z å\u0000 " + "x".repeat(number) + '\n';
            all.writeBytes(number % 2 == 0 ? bytes(text) : frame(text));
            expected.add((number % 2 == 0 ? "line " : "record 1700000000123 ") + text);
        }
        Found pieces = new Found();
        OutputReader slow = new OutputReader(pieces);
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; at += piece) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + piece, bytes.length));
            slow.feed(part, part.length);
        }
        assertThat(pieces.all).isEqualTo(expected);
    }

    @Test
    void aLineThatARecordInterruptsStaysOneLine() {
        feed(bytes("half"));
        feed(frame("record\n"));
        feed(bytes(" and half\n"));
        assertThat(found.all)
                .containsExactly("record 1700000000123 record\n", "line half and half\n");
    }

    @Test
    void emptyLinesAreLines() {
        feed(bytes("\n\r\n"));
        assertThat(found.all).containsExactly("line \n", "line \r\n");
    }

    @Test
    void aLineWithoutItsEndComesWhenItIsFlushed() {
        feed(bytes("half ¥"));
        assertThat(found.all).isEmpty();
        reader.flush();
        assertThat(found.all).containsExactly("line half ¥");
    }

    @Test
    void aLineIsNoLongerThanALogEventMayBe() {
        for (int i = 0; i < 8; i++) {
            feed(bytes("x".repeat(64 * 1024)));
        }
        assertThat(found.all).isNotEmpty();
    }

    @Test
    void framesKeepTheLineBreaksOfARecordAndItsTime() {
        feed(frame("one\ntwo\n"));
        assertThat(found.all).containsExactly("record 1700000000123 one\ntwo\n");
    }

    @Test
    void whatThereIsOfARecordIsToldAtTheEnd() {
        feed(Arrays.copyOf(frame("half a record"), 20));
        reader.flush();
        assertThat(found.all).isEmpty();
        reader.finish();
        assertThat(found.all).containsExactly("line half");
    }

    @Test
    void aRecordThatIsTooLongIsText() {
        byte[] frame = frame("text\n");
        ByteBuffer.wrap(frame).putInt(4, Integer.MAX_VALUE);
        feed(frame);
        assertThat(found.all).allMatch(one -> one.startsWith("line "));
        assertThat(found.all.getLast()).endsWith("text\n");
    }

    @Test
    void aJsonRecordHoldsWhateverARuntimeCallsItsError() {
        String record =
                new JsonLines(LogLevel.INFO)
                        .of(
                                new PlatformEvent.InitReport(
                                        new PlatformEvent.Init(
                                                PlatformEvent.Initialization.ON_DEMAND,
                                                InitPhase.INIT),
                                        Completion.error("Runtime.\",\"a\":\"b"),
                                        1),
                                Instant.EPOCH);
        assertThat(new JsonObject(record).getJsonObject("record").getString("errorType"))
                .isEqualTo("Runtime.\",\"a\":\"b");
    }

    /** The members of the Telemetry API's schema reference. */
    @Test
    void jsonRecordsAreThoseOfTheTelemetryApi() {
        JsonLines lines = new JsonLines(LogLevel.DEBUG);
        assertThat(
                        lines.of(
                                new RuntimeDone(
                                        "id", Completion.SUCCESS, 140_000_000, 16, SPANS, TRACE),
                                TIME))
                .isEqualTo(
                        "{\"time\":\"2023-11-14T22:13:20Z\",\"type\":\"platform.runtimeDone\","
                                + "\"record\":{\"requestId\":\"id\",\"status\":\"success\","
                                + "\"metrics\":{\"durationMs\":140.00,\"producedBytes\":16},"
                                + "\"spans\":[{\"name\":\"responseLatency\","
                                + "\"start\":\"2023-11-14T22:13:20Z\",\"durationMs\":90.00},"
                                + "{\"name\":\"responseDuration\","
                                + "\"start\":\"2023-11-14T22:13:20.090Z\",\"durationMs\":30.00},"
                                + "{\"name\":\"runtimeOverhead\","
                                + "\"start\":\"2023-11-14T22:13:20.120Z\",\"durationMs\":20.00}],"
                                + "\"tracing\":{\"spanId\":\"3333333333333333\","
                                + "\"type\":\"X-Amzn-Trace-Id\","
                                + "\"value\":\"Root=1-5759e988-bd862e3fe1be46a994272793;"
                                + "Parent=2222222222222222;Sampled=1\"}}}");
        assertThat(lines.of(new PlatformEvent.Start("id", "1", "blue", null), TIME))
                .endsWith(
                        "\"record\":{\"requestId\":\"id\",\"version\":\"1\","
                                + "\"tenantId\":\"blue\"}}");
        assertThat(
                        lines.of(
                                new PlatformEvent.InitStart(
                                        new PlatformEvent.Init(
                                                PlatformEvent.Initialization.PROVISIONED,
                                                InitPhase.INIT),
                                        "python:3.13.v1",
                                        "arn"),
                                TIME))
                .contains("\"initializationType\":\"provisioned-concurrency\"");
        assertThat(lines.of(new LogsDropped("slow", 3, 12_345), TIME))
                .endsWith(
                        "\"type\":\"platform.logsDropped\",\"record\":{\"reason\":\"slow\","
                                + "\"droppedRecords\":3,\"droppedBytes\":12345}}");
        assertThat(lines.of(new Extension("e", "Ready", List.of("INVOKE", "SHUTDOWN"), null), TIME))
                .endsWith(
                        "\"record\":{\"name\":\"e\",\"state\":\"Ready\","
                                + "\"events\":[\"INVOKE\",\"SHUTDOWN\"]}}");
    }

    @Test
    void successIsOnlyToldWhereDetailIsWanted() {
        JsonLines lines = new JsonLines(LogLevel.INFO);
        assertThat(lines.of(new RuntimeDone("id", Completion.SUCCESS, 1, 1, SPANS, null), TIME))
                .isEmpty();
        assertThat(lines.of(new RuntimeDone("id", Completion.TIMEOUT, 1, 1, SPANS, null), TIME))
                .isNotEmpty();
    }

    @Test
    void theReportLineHasAwssForm() {
        Report report =
                new Report(
                        "id",
                        "arn",
                        Completion.SUCCESS,
                        1_881_000,
                        new PlatformEvent.Startup(false, 123_456_000),
                        new PlatformEvent.Memory(128, 37),
                        SPANS,
                        null);
        assertThat(new TextLines().of(report, TIME))
                .isEqualTo(
                        "REPORT RequestId: id\tDuration: 1.88 ms\tBilled Duration: 126 ms\t"
                                + "Memory Size: 128 MB\tMax Memory Used: 37 MB\t"
                                + "Init Duration: 123.46 ms\t\n");
    }

    /** As the guide shows it, "Monitoring for Lambda SnapStart". */
    @Test
    void theReportOfARestoredEnvironmentTellsWhatThatCost() {
        Report report =
                new Report(
                        "id",
                        "arn",
                        Completion.SUCCESS,
                        64_230_000,
                        new PlatformEvent.Startup(true, 131_720_000),
                        new PlatformEvent.Memory(1024, 147),
                        SPANS,
                        null);
        assertThat(new TextLines().of(report, TIME))
                .isEqualTo(
                        "REPORT RequestId: id\tDuration: 64.23 ms\tBilled Duration: 197 ms\t"
                                + "Memory Size: 1024 MB\tMax Memory Used: 147 MB\t"
                                + "Restore Duration: 131.72 ms\tBilled Restore Duration: 132 ms\t"
                                + "\n");
        assertThat(new JsonLines(LogLevel.INFO).of(report, TIME))
                .contains("\"restoreDurationMs\":131.72,\"billedRestoreDurationMs\":132}");
    }

    @Test
    void theReportOfASampledEventNamesItsSegment() {
        Report report =
                new Report(
                        "id",
                        "arn",
                        Completion.SUCCESS,
                        1,
                        null,
                        new PlatformEvent.Memory(128, 37),
                        SPANS,
                        TRACE);
        assertThat(new TextLines().of(report, TIME))
                .endsWith(
                        "Max Memory Used: 37 MB\t\nXRAY TraceId:"
                                + " 1-5759e988-bd862e3fe1be46a994272793\tSegmentId:"
                                + " 3333333333333333\tSampled: true\t\n");
    }

    @Test
    void theReportOfATimeoutSaysSoAndBillsNoMoreThanTheTimeout() {
        Report report =
                new Report(
                        "id",
                        "arn",
                        Completion.TIMEOUT,
                        5_000_000_000L,
                        new PlatformEvent.Startup(false, 9_000_000),
                        new PlatformEvent.Memory(128, 37),
                        SPANS,
                        null);
        assertThat(new TextLines().of(report, TIME))
                .contains("Billed Duration: 5000 ms")
                .endsWith("Max Memory Used: 37 MB\tInit Duration: 9.00 ms\tStatus: timeout\n");
    }

    @Test
    void theLineOfATimeoutHasMillisecondsAndAnEmptyLine() {
        Fault fault = new Fault("id", Fault.TIMEOUT, "Task timed out after 3.00 seconds");
        assertThat(new TextLines().of(fault, TIME))
                .isEqualTo("2023-11-14T22:13:20.000Z id Task timed out after 3.00 seconds\n\n");
    }
}
