package dev.gatehouse.lambda.telemetry;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
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

    private final EnvironmentLog log;
    private final Clock clock;
    private final LineSplitter lines;
    private final FrameReader frames;
    private byte[] buffer = BUFFER_OF_NONE;
    private @Nullable InputStream plain;
    private @Nullable InputStream framed;
    private long secondStarted;
    private int bytesThisSecond;
    private long droppedBytes;

    public FunctionOutput(EnvironmentLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.lines = new LineSplitter(line -> log.addLine(clock.millis(), line));
        this.frames = new FrameReader(log::add);
    }

    /** Listens to a new process; the former one's pipes are closed. */
    public void attach(SandboxProcess process) {
        close();
        plain = process.output();
        framed = process.framedLogs().orElse(null);
    }

    /**
     * Takes what is there.
     *
     * @return whether there may be more at once
     */
    public boolean look() {
        boolean more = false;
        InputStream output = plain;
        if (output != null) {
            more = take(output, false);
        }
        InputStream records = framed;
        if (records != null) {
            more |= take(records, true);
        }
        return more;
    }

    /** Takes everything that was written so far, as at the end of an event. */
    public void drain() {
        for (int looks = 0; looks < 16 && look(); looks++) {
            // The bound keeps a writer that never stops from holding the event loop.
        }
        lines.flush();
    }

    /** Closes the pipes; what was not taken is lost. */
    public void close() {
        closeQuietly(plain);
        closeQuietly(framed);
        plain = null;
        framed = null;
    }

    private static void closeQuietly(@Nullable InputStream pipe) {
        try {
            if (pipe != null) {
                pipe.close();
            }
        } catch (IOException e) {
            // Nothing more can be read from it, which is what closing is for.
        }
    }

    private boolean take(InputStream in, boolean isFramed) {
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
            pass(count, isFramed);
            return count >= BYTES_A_LOOK / 2;
        } catch (IOException closed) {
            return false;
        }
    }

    private void pass(int count, boolean isFramed) {
        if (withinRate(count)) {
            if (isFramed) {
                frames.feed(buffer, count);
            } else {
                lines.feed(buffer, count);
            }
        } else {
            droppedBytes += count;
        }
    }

    private boolean withinRate(int count) {
        long now = clock.nanoTime();
        if (now - secondStarted > 1_000_000_000L) {
            secondStarted = now;
            bytesThisSecond = 0;
            if (droppedBytes > 0) {
                log.note(
                        "Output was dropped: "
                                + droppedBytes
                                + " bytes more than a log takes in a second");
                droppedBytes = 0;
            }
        }
        bytesThisSecond += count;
        return bytesThisSecond <= BYTES_A_SECOND;
    }
}
