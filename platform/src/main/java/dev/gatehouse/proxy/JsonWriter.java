package dev.gatehouse.proxy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document straight into bytes: what events are made with, since they are made for
 * every request. The caller sees to the order of members; the writer to commas and escapes.
 */
final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;
    private boolean comma;

    JsonWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    Buffer buffer() {
        return Buffer.buffer(length).appendBytes(bytes, 0, length);
    }

    JsonWriter open() {
        separate();
        put('{');
        comma = false;
        return this;
    }

    /** Opens an object that is a member. */
    JsonWriter open(String name) {
        name(name);
        comma = false;
        return open();
    }

    JsonWriter close() {
        put('}');
        comma = true;
        return this;
    }

    JsonWriter openArray(String name) {
        name(name);
        put('[');
        comma = false;
        return this;
    }

    JsonWriter closeArray() {
        put(']');
        comma = true;
        return this;
    }

    /** A string member, or null. */
    JsonWriter member(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            ascii("null");
        } else {
            quoted(value);
        }
        return this;
    }

    JsonWriter member(String name, long value) {
        name(name);
        ascii(Long.toString(value));
        return this;
    }

    JsonWriter member(String name, boolean value) {
        name(name);
        ascii(value ? "true" : "false");
        return this;
    }

    /** A member of any JSON value: text, a number, a boolean, a list, a map, or null. */
    JsonWriter value(String name, @Nullable Object value) {
        name(name);
        comma = false;
        value(value);
        comma = true;
        return this;
    }

    private void value(@Nullable Object value) {
        separate();
        switch (value) {
            case null -> ascii("null");
            case Map<?, ?> map -> {
                put('{');
                comma = false;
                map.forEach((key, each) -> value(String.valueOf(key), each));
                put('}');
            }
            case List<?> list -> {
                put('[');
                comma = false;
                list.forEach(this::value);
                put(']');
            }
            case Number number -> ascii(number.toString());
            case Boolean flag -> ascii(flag.toString());
            default -> quoted(value.toString());
        }
        comma = true;
    }

    /** A string member whose text is these bytes in Base64. */
    JsonWriter base64(String name, byte[] value) {
        name(name);
        byte[] encoded = Base64.getEncoder().encode(value);
        ensure(encoded.length + 2);
        bytes[length++] = '"';
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        bytes[length++] = '"';
        return this;
    }

    /** A string as an element of an array. */
    JsonWriter element(String value) {
        separate();
        quoted(value);
        comma = true;
        return this;
    }

    private void name(String name) {
        separate();
        quoted(name);
        put(':');
        comma = true;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    private void quoted(String value) {
        int chars = value.length();
        ensure(chars + 2);
        bytes[length++] = '"';
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                tail(value, i);
                put('"');
                return;
            }
            if (c < ' ' || c == '"' || c == '\\') {
                escape(c, chars - i);
            } else {
                bytes[length++] = (byte) c;
            }
        }
        put('"');
    }

    /** The rest of a string from its first character beyond ASCII on. */
    private void tail(String value, int from) {
        byte[] utf8 = value.substring(from).getBytes(StandardCharsets.UTF_8);
        ensure(utf8.length + 1);
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b >= 0 && (b < ' ' || b == '"' || b == '\\')) {
                escape((char) b, utf8.length - i);
            } else {
                bytes[length++] = b;
            }
        }
    }

    /**
     * Writes an escaped character and keeps room for {@code rest} plain ones and the closing quote.
     */
    private void escape(char c, int rest) {
        ensure(rest + 7);
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xf];
            }
        }
    }

    @SuppressWarnings("deprecation") // the one way to copy ASCII without an intermediate array
    private void ascii(String text) {
        ensure(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void put(char c) {
        ensure(1);
        bytes[length++] = (byte) c;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
