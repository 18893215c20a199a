package dev.gatehouse.logs.files;

import dev.gatehouse.function.LogSink.LogEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Events of one stream that were written together: length and checksum, then what they span, so
 * that a reader passes over frames it does not need, then the events. A frame cut short by a crash
 * fails its checksum.
 */
record Frame(long offset, String stream, Span span, int count, ByteBuffer events) {
    private static final int PREFIX_BYTES = 8;
    private static final int HEADER_BYTES = 3 * Long.BYTES + Short.BYTES + Integer.BYTES;
    private static final int EVENT_BYTES = Long.BYTES + Integer.BYTES;

    static ByteBuffer encode(String stream, long ingestionMillis, List<LogEvent> events) {
        byte[] name = stream.getBytes(StandardCharsets.UTF_8);
        byte[][] messages = new byte[events.size()][];
        int size = PREFIX_BYTES + HEADER_BYTES + name.length;
        Span span = Span.NONE;
        for (int i = 0; i < messages.length; i++) {
            LogEvent event = events.get(i);
            messages[i] = event.message().getBytes(StandardCharsets.UTF_8);
            size += EVENT_BYTES + messages[i].length;
            long time = event.timestampMillis();
            span = span.with(new Span(time, time, ingestionMillis));
        }
        ByteBuffer frame = ByteBuffer.allocate(size);
        frame.putInt(size - PREFIX_BYTES).putInt(0);
        frame.putLong(span.firstMillis()).putLong(span.lastMillis()).putLong(ingestionMillis);
        frame.putShort((short) name.length).put(name).putInt(messages.length);
        for (int i = 0; i < messages.length; i++) {
            frame.putLong(events.get(i).timestampMillis()).putInt(messages[i].length);
            frame.put(messages[i]);
        }
        frame.putInt(4, checksum(frame.slice(PREFIX_BYTES, size - PREFIX_BYTES)));
        return frame.flip();
    }

    /**
     * Reads the frame at the buffer's position and moves behind it; empty, without moving, when
     * there is no whole frame. The checksum is only looked at when asked.
     */
    static Optional<Frame> next(ByteBuffer file, long base, boolean verify) {
        int start = file.position();
        if (file.remaining() < PREFIX_BYTES + HEADER_BYTES) {
            return Optional.empty();
        }
        int body = file.getInt(start);
        if (body < HEADER_BYTES || body > file.remaining() - PREFIX_BYTES) {
            return Optional.empty();
        }
        ByteBuffer content = file.slice(start + PREFIX_BYTES, body);
        if (verify && checksum(content.duplicate()) != file.getInt(start + 4)) {
            return Optional.empty();
        }
        file.position(start + PREFIX_BYTES + body);
        Span span = new Span(content.getLong(), content.getLong(), content.getLong());
        byte[] name = new byte[content.getShort() & 0xffff];
        content.get(name);
        int count = content.getInt();
        String stream = new String(name, StandardCharsets.UTF_8);
        return Optional.of(new Frame(base + start, stream, span, count, content.slice()));
    }

    /** Shows the events in order; messages are decoded only for those {@code wanted}. */
    void forEach(EventTest wanted, Consumer<KeptEvent> action) {
        ByteBuffer left = events.duplicate();
        for (int i = 0; i < count; i++) {
            Cursor at = new Cursor(left.getLong(), offset, i);
            int length = left.getInt();
            if (wanted.test(at)) {
                byte[] message = new byte[length];
                left.get(left.position(), message);
                String text = new String(message, StandardCharsets.UTF_8);
                action.accept(new KeptEvent(at, stream, span.ingestedMillis(), text));
            }
            left.position(left.position() + length);
        }
    }

    /** Decides by its place whether an event is worth decoding. */
    @FunctionalInterface
    interface EventTest {
        boolean test(Cursor at);
    }

    private static int checksum(ByteBuffer content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }
}
