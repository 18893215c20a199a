package dev.gatehouse.wire.format;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The framing of event streams: total length, header length, checksum of both, headers, payload,
 * checksum of everything before it.
 */
public final class EventFrames {
    /** AWS's limits. */
    private static final int MAX_MESSAGE = 24 * 1024 * 1024;

    private static final int MAX_HEADERS = 128 * 1024;
    private static final int PRELUDE = 12;
    private static final int OVERHEAD = PRELUDE + 4;
    private static final byte STRING = 7;

    private EventFrames() {}

    /** The bytes of a message; its headers must be strings. */
    public static byte[] encode(EventMessage message) {
        byte[] headers = headers(message.headers());
        int total = OVERHEAD + headers.length + message.payload().length;
        ByteBuffer frame = ByteBuffer.allocate(total);
        frame.putInt(total).putInt(headers.length);
        frame.putInt(checksum(frame.array(), 8));
        frame.put(headers).put(message.payload());
        frame.putInt(checksum(frame.array(), total - 4));
        return frame.array();
    }

    private static byte[] headers(Map<String, Object> headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        headers.forEach(
                (name, value) -> {
                    byte[] key = name.getBytes(StandardCharsets.UTF_8);
                    byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                    out.write(key.length);
                    out.writeBytes(key);
                    out.write(STRING);
                    out.write(text.length >> 8);
                    out.write(text.length);
                    out.writeBytes(text);
                });
        return out.toByteArray();
    }

    /**
     * Reads the message that starts at the buffer's position and moves past it.
     *
     * @throws IllegalArgumentException when a length or a checksum is wrong, or bytes are missing
     */
    public static EventMessage decode(ByteBuffer in) {
        try {
            int start = in.position();
            int total = in.getInt();
            int headerLength = in.getInt();
            boolean sane =
                    total >= OVERHEAD
                            && total <= MAX_MESSAGE
                            && headerLength >= 0
                            && headerLength <= Math.min(MAX_HEADERS, total - OVERHEAD);
            if (!sane || in.getInt() != checksum(in.slice(start, 8))) {
                throw new IllegalArgumentException("not the start of an event");
            }
            Map<String, Object> headers = headers(in.slice(start + PRELUDE, headerLength));
            in.position(start + PRELUDE + headerLength);
            byte[] payload = new byte[total - OVERHEAD - headerLength];
            in.get(payload);
            if (in.getInt() != checksum(in.slice(start, total - 4))) {
                throw new IllegalArgumentException("the event's checksum is wrong");
            }
            return new EventMessage(headers, payload);
        } catch (BufferUnderflowException | IndexOutOfBoundsException missing) {
            throw new IllegalArgumentException("the event is cut short", missing);
        }
    }

    private static Map<String, Object> headers(ByteBuffer in) {
        Map<String, Object> headers = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            String name = new String(bytes(in, in.get() & 0xff), StandardCharsets.UTF_8);
            headers.put(name, header(in));
        }
        return headers;
    }

    private static Object header(ByteBuffer in) {
        return switch (in.get()) {
            case 0 -> true;
            case 1 -> false;
            case 2 -> in.get();
            case 3 -> in.getShort();
            case 4 -> in.getInt();
            case 5 -> in.getLong();
            case 6 -> bytes(in, in.getShort() & 0xffff);
            case STRING -> new String(bytes(in, in.getShort() & 0xffff), StandardCharsets.UTF_8);
            case 8 -> Instant.ofEpochMilli(in.getLong());
            case 9 -> new UUID(in.getLong(), in.getLong());
            default -> throw new IllegalArgumentException("a header of no known type");
        };
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        return checksum(ByteBuffer.wrap(bytes, 0, length));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
