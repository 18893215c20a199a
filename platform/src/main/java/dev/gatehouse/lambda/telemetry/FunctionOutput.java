package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a runtime writes into its environment's log. Nobody waits for output: the event loop
 * looks whether there is some, at each end of an event and every few milliseconds between. The pipe
 * itself so holds a writer to what one look may take, and what is more than a log can use is
 * dropped with a note.
 */
public final class FunctionOutput {
    private static final int BYTES_A_LOOK = 64 * 1024;
    private static final int BYTES_A_SECOND = 4 << 20;
    private static final byte[] BUFFER_OF_NONE = new byte[0];
    private static final String TOO_FAST = "It was more than a log takes in a second.";

    private final EnvironmentLog log;
    private final LogTap.Source source;
    private final Clock clock;
    private final OutputReader reader;

    /** Lines that do not tell their time and came since the last record that does. */
    private final List<String> undated = new ArrayList<>();

    private byte[] buffer = BUFFER_OF_NONE;
    private @Nullable InputStream output;
    private long secondStarted;
    private int bytesThisSecond;
    private long droppedBytes;
    private long droppedLines;

    /**
     * @param source who writes it
     */
    public FunctionOutput(EnvironmentLog log, LogTap.Source source, Clock clock) {
        this.log = log;
        this.source = source;
        this.clock = clock;
        this.reader = new OutputReader(new Cut());
    }

    /** A line was written before the record behind it, and so has its time at the latest. */
    private final class Cut implements OutputReader.Events {
        @Override
        public void line(String text) {
            undated.add(text);
        }

        @Override
        public void record(long timestampMillis, String text) {
            date(timestampMillis);
            log.add(source, timestampMillis, text);
        }
    }

    private void dateNow() {
        if (!undated.isEmpty()) {
            date(clock.millis());
        }
    }

    private void date(long timestampMillis) {
        for (String line : undated) {
            log.addLine(source, timestampMillis, line);
        }
        undated.clear();
    }

    /** Listens to a new process; the former one's pipe is closed. */
    public void attach(SandboxProcess process) {
        close();
        output = process.output();
    }

    /**
     * Takes what is there.
     *
     * @return whether there may be more at once
     */
    public boolean look() {
        InputStream pipe = output;
        boolean more = pipe != null && take(pipe);
        dateNow();
        return more;
    }

    /** Takes everything that was written so far, as at the end of an event. */
    public void drain() {
        for (int looks = 0; looks < 16 && look(); looks++) {
            // The bound keeps a writer that never stops from holding the event loop.
        }
        reader.flush();
        dateNow();
    }

    /** Closes the pipe; what was not taken is lost. */
    public void close() {
        reader.finish();
        dateNow();
        try {
            if (output != null) {
                output.close();
            }
        } catch (IOException e) {
            // Nothing more can be read from it, which is what closing is for.
        }
        output = null;
    }

    private boolean take(InputStream in) {
        try {
            int available = in.available();
            if (available <= 0) {
                return false;
            }
            if (buffer.length == 0) {
                buffer = new byte[BYTES_A_LOOK];
            }
            int count = in.read(buffer, 0, Math.min(available, buffer.length));
            if (count <= 0) {
                return false;
            }
            pass(count);
            return count >= BYTES_A_LOOK / 2;
        } catch (IOException closed) {
            return false;
        }
    }

    private void pass(int count) {
        if (withinRate(count)) {
            reader.feed(buffer, count);
            return;
        }
        droppedBytes += count;
        for (int i = 0; i < count; i++) {
            droppedLines += buffer[i] == '\n' ? 1 : 0;
        }
    }

    private boolean withinRate(int count) {
        long now = clock.nanoTime();
        if (now - secondStarted > 1_000_000_000L) {
            secondStarted = now;
            bytesThisSecond = 0;
            if (droppedBytes > 0) {
                log.add(new PlatformEvent.LogsDropped(TOO_FAST, droppedLines, droppedBytes));
                droppedBytes = 0;
                droppedLines = 0;
            }
        }
        bytesThisSecond += count;
        return bytesThisSecond <= BYTES_A_SECOND;
    }
}
