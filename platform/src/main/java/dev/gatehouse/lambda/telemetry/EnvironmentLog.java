package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.function.LogSink;
import dev.gatehouse.kernel.AccountId;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.kernel.Region;
import dev.gatehouse.lambda.plan.FunctionLogging;
import dev.gatehouse.lambda.plan.FunctionVersion;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log stream of one environment. Records wait until {@link #flush}, so that a short event costs
 * the sink one call. No record is older than the one before it, so that the stream, which is read
 * by time, has them in the order in which they were written. Confined to the environment's event
 * loop.
 */
public final class EnvironmentLog {
    /** What LogType Tail gives back. */
    private static final int TAIL_BYTES = 4096;

    private final LogSink sink;
    private final Clock clock;
    private final FunctionVersion version;
    private final AccountId account;
    private final Region region;
    private final String stream;
    private final PlatformLines lines;
    private final PlatformListener listener;

    /** Of the function's own lines; null where lines have no levels. */
    private final @Nullable LogLevel least;

    private List<LogSink.LogEvent> waiting = new ArrayList<>();
    private @Nullable StringBuilder tail;
    private long lastMillis;
    private @Nullable LogTap tap;

    /**
     * @param sink what takes the records
     * @param listener hears of platform events, too
     * @param stream the log stream's name
     */
    public EnvironmentLog(
            LogSink sink,
            PlatformListener listener,
            Clock clock,
            FunctionVersion version,
            String stream) {
        this.sink = sink;
        this.listener = listener;
        this.clock = clock;
        this.version = version;
        this.account = new AccountId(version.function().account());
        this.region = new Region(version.function().region());
        this.stream = stream;
        this.least =
                version.logging().format() == FunctionLogging.Format.JSON
                        ? LogLevel.named(version.logging().applicationLevel())
                        : null;
        this.lines =
                switch (version.logging().format()) {
                    case TEXT -> new TextLines();
                    case JSON -> new JsonLines(LogLevel.named(version.logging().systemLevel()));
                };
    }

    /** From now on another one hears, too, of all that this log is about. */
    public void tap(LogTap other) {
        tap = other;
    }

    /** Keeps the text from now on for {@link #tail}. */
    public void beginTail() {
        if (tail == null) {
            tail = new StringBuilder();
        }
    }

    /** The last 4 KB since {@link #beginTail}. */
    public @Nullable Buffer tail() {
        StringBuilder text = tail;
        tail = null;
        if (text == null) {
            return null;
        }
        byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
        int start = Math.max(0, all.length - TAIL_BYTES);
        return Buffer.buffer(Arrays.copyOfRange(all, start, all.length));
    }

    /** Adds what Lambda itself has to say, as far as the function keeps it. */
    public void add(PlatformEvent event) {
        listener.happened(version, event);
        Instant now = clock.now();
        LogTap other = tap;
        if (other != null) {
            other.happened(event, now);
        }
        String message = lines.of(event, now);
        if (!message.isEmpty()) {
            append(now.toEpochMilli(), message);
        }
    }

    /** A program of the environment sent a segment of a trace. */
    void sent(String segment) {
        listener.sent(version, segment);
    }

    /** Adds a line of a program's, unless the function keeps only what matters more. */
    void addLine(LogTap.Source source, long timestampMillis, String line) {
        if (least == null || LogLevel.of(line).compareTo(least) >= 0) {
            add(source, timestampMillis, line);
        }
    }

    /** Adds a record of a program's. It cannot have been written later than now. */
    void add(LogTap.Source source, long timestampMillis, String message) {
        long written = Math.min(timestampMillis, clock.millis());
        LogTap other = tap;
        if (other != null) {
            other.wrote(source, written, message);
        }
        append(written, message);
    }

    private void append(long timestampMillis, String message) {
        lastMillis = Math.max(lastMillis, timestampMillis);
        waiting.add(new LogSink.LogEvent(lastMillis, message));
        StringBuilder text = tail;
        if (text != null) {
            text.append(message);
            if (!message.endsWith("\n")) {
                text.append('\n');
            }
            if (text.length() > 4 * TAIL_BYTES) {
                text.delete(0, text.length() - TAIL_BYTES);
            }
        }
    }

    /** A note to the function's developer that AWS would not make. */
    public void note(String message) {
        boolean json = version.logging().format() == FunctionLogging.Format.JSON;
        String escaped = message.replace("\\", "\\\\").replace("\"", "\\\"");
        append(
                clock.millis(),
                json
                        ? "{\"level\":\"WARN\",\"message\":\"" + escaped + "\"}"
                        : "[WARN] " + message + '\n');
    }

    /** Hands what is waiting to the sink. */
    public void flush() {
        if (!waiting.isEmpty()) {
            List<LogSink.LogEvent> events = waiting;
            waiting = new ArrayList<>();
            sink.append(account, region, version.logging().group(), stream, events);
        }
    }
}
