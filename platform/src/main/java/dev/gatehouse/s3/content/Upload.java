package dev.gatehouse.s3.content;

import dev.gatehouse.aws.View;
import dev.gatehouse.identity.sigv4.verify.PayloadStream;
import dev.gatehouse.s3.model.S3Errors;
import dev.gatehouse.store.BlobKey;
import dev.gatehouse.store.Blobs;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content that came from a client and is kept: it went to its file as it came, and is only there
 * when it is what the client said it would be.
 *
 * @param eTag with its quotes
 * @param checksums those to be kept with the content: base64 by algorithm
 */
public record Upload(BlobKey content, long size, String eTag, Map<String, String> checksums) {
    /** S3's limit on an object that is put at once and on a part. */
    private static final long BYTES_MAX = 5L << 30;

    /**
     * Takes the payload of a request.
     *
     * @param input says what the content must be, in members such as ContentMD5 and ChecksumCRC32
     * @throws dev.gatehouse.kernel.ServiceException BadDigest and others when it is not;
     *     EntityTooLarge
     */
    public static Upload receive(Blobs blobs, PayloadStream payload, View input) {
        requireSize(payload.length());
        Expectations expected = Expectations.of(input, payload.announced());
        Measured measured = new Measured(payload, expected);
        BlobKey key = blobs.put(measured);
        return new Upload(key, measured.size, measured.eTag(), measured.checksums);
    }

    private static void requireSize(long bytes) {
        if (bytes > BYTES_MAX) {
            throw S3Errors.tooLarge(bytes, BYTES_MAX);
        }
    }

    /**
     * What comes, measured; at its end, before it is kept, it is held against what was expected.
     */
    private static final class Measured extends FilterInputStream {
        private final PayloadStream payload;
        private final Expectations expected;
        private final Digester md5 = Digester.md5();
        private final @Nullable Digester checksum;
        private byte[] hash = {};
        private Map<String, String> checksums = Map.of();
        private long size;
        private boolean ended;

        Measured(PayloadStream payload, Expectations expected) {
            super(payload.bytes());
            this.payload = payload;
            this.expected = expected;
            String algorithm = expected.algorithm();
            this.checksum = algorithm == null ? null : Digester.of(algorithm);
        }

        String eTag() {
            return '"' + HexFormat.of().formatHex(hash) + '"';
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            if (read >= 0) {
                size += read;
                requireSize(size);
                measure(into, offset, read);
            } else if (!ended) {
                ended = true;
                hash = md5.value();
                expected.checkMd5(hash);
                checksums =
                        checksum == null
                                ? Map.of()
                                : expected.check(checksum.base64(), payload.trailers().get());
            }
            return read;
        }

        private void measure(byte[] bytes, int offset, int length) {
            md5.update(bytes, offset, length);
            if (checksum != null) {
                checksum.update(bytes, offset, length);
            }
        }
    }
}
