package dev.gatehouse.identity.sigv4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.identity.sigv4.SignatureRefusal.Reason;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code aws-chunked} framing: {@code hexLength[;chunk-signature=…]\r\n data \r\n} until
 * a chunk of no length, then trailing headers.
 */
final class ChunkedPayload {
    private static final String SIGNATURE = ";chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final int LONGEST_LINE = 8_192;

    private final byte[] framed;
    private final @Nullable ChunkSignatures signatures;
    private int at;

    /**
     * @param signatures checks each chunk; null when the form has no chunk signatures
     */
    ChunkedPayload(byte[] framed, @Nullable ChunkSignatures signatures) {
        this.framed = framed;
        this.signatures = signatures;
    }

    /**
     * @param decodedLength what x-amz-decoded-content-length announced; null when it was absent
     */
    Payload read(@Nullable String decodedLength) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(framed.length);
        while (readChunk(bytes)) {
            // Until the chunk of no length.
        }
        Map<String, String> trailers = readTrailers();
        if (decodedLength != null && !decodedLength.equals(Integer.toString(bytes.size()))) {
            throw incomplete();
        }
        return new Payload(bytes.toByteArray(), trailers);
    }

    private boolean readChunk(ByteArrayOutputStream into) {
        String head = line();
        int semicolon = head.indexOf(';');
        int length = length(semicolon < 0 ? head : head.substring(0, semicolon));
        if (length > framed.length - at) {
            throw incomplete();
        }
        requireChunkSignature(semicolon < 0 ? "" : head.substring(semicolon), length);
        into.write(framed, at, length);
        at += length;
        if (length == 0) {
            return false;
        }
        if (!line().isEmpty()) {
            throw incomplete();
        }
        return true;
    }

    private void requireChunkSignature(String extension, int length) {
        if (signatures == null) {
            return;
        }
        String given =
                extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
        requireSame(signatures.ofChunk(framed, at, length), given);
    }

    private Map<String, String> readTrailers() {
        Map<String, String> trailers = new LinkedHashMap<>();
        StringBuilder signed = new StringBuilder();
        String signature = null;
        while (at < framed.length) {
            String line = line();
            int colon = line.indexOf(':');
            if (line.isEmpty()) {
                continue;
            }
            if (colon < 0) {
                throw incomplete();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals(TRAILER_SIGNATURE)) {
                signature = value;
            } else {
                trailers.put(name, value);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (signatures != null && (signature != null || !trailers.isEmpty())) {
            requireSame(
                    signatures.ofTrailers(signed.toString()), signature == null ? "" : signature);
        }
        return trailers;
    }

    private static void requireSame(String expected, String given) {
        if (!Hashes.same(expected, given)) {
            throw new SignatureRefusal(Reason.MISMATCH, Verifier.MISMATCH);
        }
    }

    private static int length(String hex) {
        try {
            int length = Integer.parseInt(hex, 16);
            // A sign is none of the framing's business, though the parser takes one.
            if (length >= 0 && Character.digit(hex.charAt(0), 16) >= 0) {
                return length;
            }
        } catch (NumberFormatException _) {
            // Refused below, like a length with a sign.
        }
        throw incomplete();
    }

    /** The text up to the next CR LF, which is consumed. */
    private String line() {
        int start = at;
        int limit = Math.min(framed.length - 1, start + LONGEST_LINE);
        for (int i = start; i < limit; i++) {
            if (framed[i] == '\r' && framed[i + 1] == '\n') {
                at = i + 2;
                return new String(framed, start, i - start, ISO_8859_1);
            }
        }
        throw incomplete();
    }

    private static SignatureRefusal incomplete() {
        return new SignatureRefusal(
                Reason.INCOMPLETE_PAYLOAD,
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header.");
    }
}
