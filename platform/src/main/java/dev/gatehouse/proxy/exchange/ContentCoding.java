package dev.gatehouse.proxy.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The content codings that API Gateway knows ("Payload compression for REST APIs"). */
public enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int ZLIB_METHOD = 8;
    private static final int ZLIB_CHECK = 31;

    /** What a Content-Encoding header of a request says; null for what cannot be decoded. */
    public static @Nullable ContentCoding of(@Nullable String contentEncoding) {
        return contentEncoding == null || contentEncoding.isBlank()
                ? IDENTITY
                : named(contentEncoding.strip());
    }

    /**
     * The coding that an Accept-Encoding header prefers, the first of equals. A header that does
     * not name it, and one that prefers a coding unknown here, get no other than the identity.
     */
    public static ContentCoding preferred(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return IDENTITY;
        }
        String best = "identity";
        double weight = 0;
        for (String entry : acceptEncoding.split(",", -1)) {
            int semicolon = entry.indexOf(';');
            String name = semicolon < 0 ? entry : entry.substring(0, semicolon);
            double own = semicolon < 0 ? 1 : weight(entry.substring(semicolon + 1));
            if (own > weight) {
                best = name.strip();
                weight = own;
            }
        }
        ContentCoding known = named(best);
        return known == null ? IDENTITY : known;
    }

    private static @Nullable ContentCoding named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "identity" -> IDENTITY;
            default -> null;
        };
    }

    private static double weight(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("q")) {
            return 1;
        }
        try {
            return Double.parseDouble(parameter.substring(equals + 1).strip());
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    /** As Content-Encoding names it. */
    public String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what is in these bytes. A deflated body is one in zlib's format; that without, which
     * some clients send, is told by its first bytes.
     *
     * @throws IOException they are not in this coding; so does reading
     */
    InputStream decoding(byte[] coded) throws IOException {
        InputStream in = new ByteArrayInputStream(coded);
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in);
            case DEFLATE -> inflating(in, new Inflater(!isZlib(coded)));
        };
    }

    /** A stream ends no inflater that it was given, whose memory is not of the heap. */
    private static InputStream inflating(InputStream in, Inflater inflater) {
        return new InflaterInputStream(in, inflater) {
            @Override
            public void close() throws IOException {
                inf.end();
                super.close();
            }
        };
    }

    private static boolean isZlib(byte[] coded) {
        if (coded.length < 2 || (coded[0] & 0x0f) != ZLIB_METHOD) {
            return false;
        }
        return ((coded[0] & 0xff) << 8 | coded[1] & 0xff) % ZLIB_CHECK == 0;
    }

    /** Writes what is written to it in this coding; to be closed. */
    public OutputStream encoding(OutputStream out) throws IOException {
        return switch (this) {
            case IDENTITY -> out;
            case GZIP -> new GZIPOutputStream(out);
            case DEFLATE -> new DeflaterOutputStream(out);
        };
    }
}
