package dev.gatehouse.gateway.route;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes paths: percent escapes only, a plus is a plus. HTTP APIs route on decoded paths, REST
 * APIs do not.
 */
public final class PercentDecoder {
    private static final int TIMES = 2;

    private PercentDecoder() {}

    /**
     * The path that an HTTP API routes by and hands on. Captured from AWS: it is decoded twice, and
     * an escaped question mark ends it. Null when an escape is broken.
     */
    public static @Nullable String decodeTwice(String path) {
        String decoded = path;
        for (int i = 0; i < TIMES && decoded.indexOf('%') >= 0; i++) {
            byte[] bytes = decode(decoded.getBytes(StandardCharsets.UTF_8));
            if (bytes == null) {
                return null;
            }
            decoded = new String(bytes, StandardCharsets.UTF_8);
            int question = decoded.indexOf('?');
            decoded = question < 0 ? decoded : decoded.substring(0, question);
        }
        return decoded;
    }

    /** A part of a path, decoded; null when an escape is broken. */
    public static @Nullable String decode(String part) {
        byte[] bytes = part.indexOf('%') < 0 ? null : decode(part.getBytes(StandardCharsets.UTF_8));
        return part.indexOf('%') < 0 ? part : text(bytes);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] decode(byte[] path) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(path.length);
        for (int i = 0; i < path.length; i++) {
            if (path[i] != '%') {
                decoded.write(path[i]);
                continue;
            }
            int value = i + 2 < path.length ? escaped(path[i + 1], path[i + 2]) : -1;
            if (value < 0) {
                return null;
            }
            decoded.write(value);
            i += 2;
        }
        return decoded.toByteArray();
    }

    /** The value of two hexadecimal digits, or -1. */
    private static int escaped(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : 16 * h + l;
    }
}
