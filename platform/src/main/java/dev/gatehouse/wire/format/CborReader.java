package dev.gatehouse.wire.format;

import dev.gatehouse.kernel.Nesting;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads CBOR (RFC 8949) as maps, lists, strings, byte arrays, numbers, booleans and, for tag 1,
 * moments. No length is believed beyond the bytes that are there.
 */
public final class CborReader {
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final ByteBuffer in;

    private CborReader(byte[] cbor) {
        this.in = ByteBuffer.wrap(cbor);
    }

    /** Reads one data item; null for CBOR's null and undefined. */
    public static @Nullable Object read(byte[] cbor) {
        CborReader reader = new CborReader(cbor);
        try {
            Object value = reader.item(1);
            if (reader.in.hasRemaining()) {
                throw new MalformedException("Unexpected content after the end of the CBOR item");
            }
            return value;
        } catch (BufferUnderflowException | CharacterCodingException broken) {
            throw new MalformedException("Unable to parse the request body as CBOR");
        }
    }

    private @Nullable Object item(int depth) throws CharacterCodingException {
        if (depth > Nesting.DEEPEST) {
            throw new MalformedException("The CBOR is nested too deeply");
        }
        int head = in.get() & 0xff;
        int minor = head & 0x1f;
        return switch (head >> 5) {
            case 0 -> argument(minor);
            case 1 -> -1 - argument(minor);
            case 2 -> bytes(minor, 2);
            case 3 -> text(bytes(minor, 3));
            case 4 -> list(minor, depth);
            case 5 -> map(minor, depth);
            case 6 -> tagged(argument(minor), item(depth + 1));
            default -> simple(minor);
        };
    }

    private long argument(int minor) {
        long value =
                switch (minor) {
                    case 24 -> in.get() & 0xff;
                    case 25 -> in.getShort() & 0xffff;
                    case 26 -> in.getInt() & 0xffff_ffffL;
                    case 27 -> in.getLong();
                    default -> minor;
                };
        if (minor > 27 || value < 0) {
            throw new MalformedException("A CBOR number is out of range");
        }
        return value;
    }

    /** A length, of items that take at least one byte each. */
    private int length(int minor) {
        long length = argument(minor);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) length;
    }

    private byte[] bytes(int minor, int major) {
        if (minor != INDEFINITE) {
            byte[] bytes = new byte[length(minor)];
            in.get(bytes);
            return bytes;
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int head = in.get() & 0xff; head != BREAK; head = in.get() & 0xff) {
            if (head >> 5 != major || (head & 0x1f) == INDEFINITE) {
                throw new MalformedException("A CBOR chunk is of another kind than its string");
            }
            chunks.writeBytes(bytes(head & 0x1f, major));
        }
        return chunks.toByteArray();
    }

    private static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    private List<@Nullable Object> list(int minor, int depth) throws CharacterCodingException {
        List<@Nullable Object> list = new ArrayList<>();
        int left = minor == INDEFINITE ? -1 : length(minor);
        for (; more(left); left--) {
            list.add(item(depth + 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(int minor, int depth)
            throws CharacterCodingException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        int left = minor == INDEFINITE ? -1 : length(minor);
        for (; more(left); left--) {
            if (!(item(depth + 1) instanceof String key)) {
                throw new MalformedException("A key of a CBOR map is not a string");
            }
            map.put(key, item(depth + 1));
        }
        return map;
    }

    /** Whether another item follows; of unknown length (negative), until the break. */
    private boolean more(int left) {
        if (left >= 0) {
            return left > 0;
        }
        if (in.hasRemaining() && (in.get(in.position()) & 0xff) == BREAK) {
            in.get();
            return false;
        }
        return true;
    }

    private static @Nullable Object tagged(long tag, @Nullable Object item) {
        if (tag != 1) {
            return item;
        }
        if (item instanceof Number seconds) {
            return Timestamps.ofEpochSeconds(seconds.doubleValue());
        }
        throw new MalformedException("A CBOR timestamp is not a number");
    }

    private @Nullable Object simple(int minor) {
        return switch (minor) {
            case 20 -> false;
            case 21 -> true;
            case 22, 23 -> null;
            case 25 -> (double) Float.float16ToFloat(in.getShort());
            case 26 -> (double) in.getFloat();
            case 27 -> in.getDouble();
            default -> throw new MalformedException("A CBOR item of no known kind");
        };
    }
}
