package dev.gatehouse.lambda.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the framed logs of the official clients: a type that starts with A55A, the length, a
 * timestamp in microseconds and the record, numbers in network order. Records keep their line
 * breaks. What is not a frame is skipped.
 */
final class FrameReader {
    private static final int HEADER_BYTES = 16;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int MAGIC = 0xa55a;

    private final Records records;
    private byte[] rest = new byte[0];

    FrameReader(Records records) {
        this.records = records;
    }

    /** Takes records. */
    interface Records {
        void record(long timestampMillis, String text);
    }

    void feed(byte[] bytes, int length) {
        byte[] all = bytes;
        int end = length;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + length);
            System.arraycopy(bytes, 0, all, rest.length, length);
            end = all.length;
        }
        int start = 0;
        while (end - start >= HEADER_BYTES) {
            ByteBuffer header = ByteBuffer.wrap(all, start, HEADER_BYTES);
            int type = header.getInt();
            int size = header.getInt();
            if (type >>> 16 != MAGIC || size < 0 || size > MAX_RECORD_BYTES) {
                start = end;
                break;
            }
            if (end - start < HEADER_BYTES + size) {
                break;
            }
            emit(header.getLong() / 1000, all, start + HEADER_BYTES, size);
            start += HEADER_BYTES + size;
        }
        rest = Arrays.copyOfRange(all, start, end);
    }

    private void emit(long millis, byte[] bytes, int from, int size) {
        int end = from + size;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        records.record(millis, new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }
}
