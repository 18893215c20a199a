package dev.gatehouse.lambda.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts what a program writes into lines; a line longer than an event may be is cut as well. */
final class LineSplitter {
    /** CloudWatch Logs takes events of up to 256 KB, with 26 bytes of its own. */
    private static final int MAX_LINE_BYTES = 262_118;

    private final Consumer<String> lines;
    private byte[] rest = new byte[0];

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void feed(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                emit(bytes, start, i);
                start = i + 1;
            }
        }
        keep(bytes, start, length);
    }

    /** What came without a line break, at the end of an event or of the program. */
    void flush() {
        if (rest.length > 0) {
            emit(new byte[0], 0, 0);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        if (from == to) {
            return;
        }
        rest = joined(bytes, from, to);
        if (rest.length >= MAX_LINE_BYTES) {
            flush();
        }
    }

    private void emit(byte[] bytes, int from, int to) {
        byte[] line = joined(bytes, from, to);
        rest = new byte[0];
        int end = line.length;
        if (end > 0 && line[end - 1] == '\r') {
            end--;
        }
        if (end > 0) {
            lines.accept(new String(line, 0, end, StandardCharsets.UTF_8));
        }
    }

    private byte[] joined(byte[] bytes, int from, int to) {
        byte[] whole = Arrays.copyOf(rest, rest.length + to - from);
        System.arraycopy(bytes, from, whole, rest.length, to - from);
        return whole;
    }
}
