package dev.gatehouse.lambda.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts what a program writes into what becomes log events: lines of text, and between them the
 * framed records of the official clients. Both come in one stream, so that they stay in the order
 * in which they were written. A frame is a type that starts with A55A 00, a length, a timestamp in
 * microseconds and the record, numbers in network order; UTF-8 text has no such bytes but for a NUL
 * behind certain letters. Lines and records keep their line breaks.
 */
final class OutputReader {
    /** CloudWatch Logs takes events of up to 256 KB, with 26 bytes of its own. */
    static final int MAX_LINE_BYTES = 262_118;

    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int HEADER_BYTES = 16;
    private static final byte[] MAGIC = {(byte) 0xa5, 0x5a, 0};
    private static final byte[] NOTHING = new byte[0];

    /** Instead of a frame's size: what begins here is none. */
    private static final int NONE = -1;

    /** Instead of a frame's size: too little has come to tell. */
    private static final int UNKNOWN = 0;

    private final Events events;

    /** A line whose end has not come. */
    private byte[] line = NOTHING;

    /** A frame whose end has not come, or what may become one. */
    private byte[] frame = NOTHING;

    OutputReader(Events events) {
        this.events = events;
    }

    /** Takes what was cut. */
    interface Events {
        /** A line of text, with its line break unless it is cut or the last. */
        void line(String text);

        /** A framed record, which tells its time. */
        void record(long timestampMillis, String text);
    }

    void feed(byte[] bytes, int length) {
        byte[] all = bytes;
        int end = length;
        if (frame.length > 0) {
            all = joined(frame, bytes, 0, length);
            end = all.length;
            frame = NOTHING;
        }
        int start = 0;
        for (int at = 0; at < end; at++) {
            if (all[at] == '\n') {
                endLine(all, start, at + 1);
                start = at + 1;
            } else if (all[at] == MAGIC[0]) {
                int size = frameSize(all, at, end);
                if (size == NONE) {
                    continue;
                }
                keepLine(all, start, at);
                if (size == UNKNOWN || size > end - at) {
                    frame = Arrays.copyOfRange(all, at, end);
                    return;
                }
                record(all, at, at + size);
                start = at + size;
                at = start - 1;
            }
        }
        keepLine(all, start, end);
    }

    /** How long the frame is that begins here, if one does and its header has come. */
    private static int frameSize(byte[] bytes, int at, int end) {
        for (int i = 1; i < MAGIC.length && at + i < end; i++) {
            if (bytes[at + i] != MAGIC[i]) {
                return NONE;
            }
        }
        if (end - at < HEADER_BYTES) {
            return UNKNOWN;
        }
        int size = ByteBuffer.wrap(bytes).getInt(at + 4);
        return size < 0 || size > MAX_RECORD_BYTES ? NONE : HEADER_BYTES + size;
    }

    private void record(byte[] bytes, int from, int to) {
        long micros = ByteBuffer.wrap(bytes).getLong(from + 8);
        int text = from + HEADER_BYTES;
        if (to > text) {
            events.record(
                    micros / 1000, new String(bytes, text, to - text, StandardCharsets.UTF_8));
        }
    }

    /** What came without a line break, at the end of an event. A frame is written as a whole. */
    void flush() {
        if (frame.length < HEADER_BYTES) {
            keepLine(frame, 0, frame.length);
            frame = NOTHING;
        }
        endLine(NOTHING, 0, 0);
    }

    /** Nothing more comes: what there is of a record is told as text. */
    void finish() {
        if (frame.length > HEADER_BYTES) {
            endLine(NOTHING, 0, 0);
            keepLine(frame, HEADER_BYTES, frame.length);
            frame = NOTHING;
        }
        flush();
    }

    private void keepLine(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        line = joined(line, bytes, from, to);
        if (line.length >= MAX_LINE_BYTES) {
            endLine(NOTHING, 0, 0);
        }
    }

    private void endLine(byte[] bytes, int from, int to) {
        byte[] whole = bytes;
        int start = from;
        int end = to;
        if (line.length > 0) {
            whole = joined(line, bytes, from, to);
            start = 0;
            end = whole.length;
            line = NOTHING;
        }
        if (end > start) {
            events.line(new String(whole, start, end - start, StandardCharsets.UTF_8));
        }
    }

    private static byte[] joined(byte[] first, byte[] bytes, int from, int to) {
        byte[] whole = Arrays.copyOf(first, first.length + to - from);
        System.arraycopy(bytes, from, whole, first.length, to - from);
        return whole;
    }
}
