package dev.gatehouse.gateway.route;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Decodes paths: percent escapes only, a plus is a plus. HTTP APIs route on decoded paths, REST
 * APIs do not.
 */
public final class PercentDecoder {

    private PercentDecoder() {}

    /** The decoded path; an escape that is none stays as it is. */
    public static String decode(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int value =
                    bytes[i] == '%' && i + 2 < bytes.length
                            ? escaped(bytes[i + 1], bytes[i + 2])
                            : -1;
            if (value < 0) {
                decoded.write(bytes[i]);
            } else {
                decoded.write(value);
                i += 2;
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** The value of two hexadecimal digits, or -1. */
    private static int escaped(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : 16 * h + l;
    }
}
