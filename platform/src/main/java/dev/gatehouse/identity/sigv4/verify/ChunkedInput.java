package dev.gatehouse.identity.sigv4.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.identity.sigv4.ChunkSignatures;
import dev.gatehouse.identity.sigv4.Hashes;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code aws-chunked} framing: {@code hexLength[;chunk-signature=…]\r\n data \r\n} until
 * a chunk of no length, then trailing headers. Gives what is in the chunks, and throws a {@link
 * SignatureException} where they are not what was signed.
 */
final class ChunkedInput extends InputStream {
    private static final String SIGNATURE = ";chunk-signature=";
    private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";
    private static final int LONGEST_LINE = 8_192;
    private static final int MOST_TRAILERS = 64;

    private final InputStream framed;
    private final @Nullable ChunkSignatures signatures;
    private final long decodedLength;
    private final Set<String> announced;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private final MessageDigest digest = Hashes.sha256();
    private String signature = "";
    private long left;
    private long read;
    private boolean begun;
    private boolean ended;

    /**
     * @param signatures checks each chunk; null when the form has no chunk signatures
     * @param decodedLength what x-amz-decoded-content-length announced; -1 when it was absent
     * @param announced the names of the trailing headers that were announced, in lower case
     */
    ChunkedInput(
            InputStream framed,
            @Nullable ChunkSignatures signatures,
            long decodedLength,
            Set<String> announced) {
        this.framed = new BufferedInputStream(framed, 2 * LONGEST_LINE);
        this.signatures = signatures;
        this.decodedLength = decodedLength;
        this.announced = announced;
    }

    /** The trailing headers; complete once the end was read. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int n = framed.read(into, offset, (int) Math.min(left, length));
        if (n < 0) {
            throw incomplete();
        }
        if (signatures != null) {
            digest.update(into, offset, n);
        }
        left -= n;
        read += n;
        return n;
    }

    /** Ends the chunk before, if any, and reads the head of the next. */
    private void nextChunk() throws IOException {
        if (begun) {
            requireChunkSignature();
            if (!line().isEmpty()) {
                throw incomplete();
            }
        }
        begun = true;
        String head = line();
        int semicolon = head.indexOf(';');
        left = length(semicolon < 0 ? head : head.substring(0, semicolon));
        String extension = semicolon < 0 ? "" : head.substring(semicolon);
        signature = extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
        if (left == 0) {
            requireChunkSignature();
            end();
        } else if (decodedLength >= 0 && read + left > decodedLength) {
            throw incomplete();
        }
    }

    private void requireChunkSignature() {
        if (signatures != null) {
            signatures.requireChunk(HexFormat.of().formatHex(digest.digest()), signature);
        }
    }

    private void end() throws IOException {
        readTrailers();
        if (decodedLength >= 0 && decodedLength != read) {
            throw incomplete();
        }
        requireAnnounced();
        ended = true;
    }

    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        String given = null;
        for (String line = lineOrEnd(); line != null; line = lineOrEnd()) {
            if (line.isEmpty()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0 || trailers.size() == MOST_TRAILERS) {
                throw incomplete();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals(TRAILER_SIGNATURE)) {
                given = value;
            } else {
                trailers.put(name, value);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (signatures != null && (given != null || !trailers.isEmpty())) {
            signatures.requireTrailers(signed.toString(), given == null ? "" : given);
        }
    }

    /**
     * Trailers are read as headers, and many are not signed: only those that a signed header names
     * may come, lest anybody on the way adds headers of his own, and all of them must, lest he
     * takes a checksum away.
     */
    private void requireAnnounced() {
        if (!trailers.keySet().equals(announced)) {
            throw new SignatureException(
                    Reason.MALFORMED_TRAILER,
                    "The request contained trailing data that was not well-formed or did not"
                            + " conform to our published schema.");
        }
    }

    private static long length(String hex) {
        try {
            long length = Long.parseLong(hex, 16);
            // A sign is none of the framing's business, though the parser takes one.
            if (length >= 0 && Character.digit(hex.charAt(0), 16) >= 0) {
                return length;
            }
        } catch (NumberFormatException _) {
            // Rejected below, like a length with a sign.
        }
        throw incomplete();
    }

    private String line() throws IOException {
        String line = lineOrEnd();
        if (line == null) {
            throw incomplete();
        }
        return line;
    }

    /** The text up to the next CR LF, which is consumed; null at the end. */
    private @Nullable String lineOrEnd() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int before = -1;
        for (int b = framed.read(); b >= 0; b = framed.read()) {
            if (before == '\r' && b == '\n') {
                return line.toString(ISO_8859_1).substring(0, line.size() - 1);
            }
            if (line.size() == LONGEST_LINE) {
                throw incomplete();
            }
            line.write(b);
            before = b;
        }
        if (line.size() > 0) {
            throw incomplete();
        }
        return null;
    }

    private static SignatureException incomplete() {
        return new SignatureException(
                Reason.INCOMPLETE_PAYLOAD,
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header.");
    }
}
