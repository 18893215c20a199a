package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.PayloadForm;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A request's body as it comes, without the framing its signature put around it. What was read is
 * not to be believed before its end: until then it may turn out not to be what was signed, by a
 * {@link SignatureException} from the stream.
 *
 * @param bytes the body itself
 * @param length how many bytes were announced; -1 when that was not said
 * @param announced the names of headers that come after it, in lower case
 * @param trailers those headers by lower-case name; known at its end
 */
public record PayloadStream(
        InputStream bytes,
        long length,
        Set<String> announced,
        Supplier<Map<String, String>> trailers) {

    /** A body that needs no further check. */
    public static PayloadStream plain(InputStream bytes, long length) {
        return new PayloadStream(bytes, length, Set.of(), Map::of);
    }

    /**
     * The body of a request to S3 without a signature.
     *
     * @throws SignatureException when it says that its chunks are signed
     */
    public static PayloadStream unsigned(SignableRequest head, InputStream body, long length) {
        String word = head.header(PayloadHash.HEADER);
        PayloadForm form = word == null ? PayloadForm.UNSIGNED : PayloadForm.of(word);
        return switch (form) {
            case UNSIGNED -> plain(body, length);
            case HASHED -> plain(new HashedInput(body, String.valueOf(word)), length);
            case UNSIGNED_CHUNKS_TRAILER -> {
                Framing framing = Framing.of(head);
                ChunkedInput chunks = framing.chunks(body, null);
                yield new PayloadStream(
                        chunks, framing.decodedLength(), framing.announced(), chunks::trailers);
            }
            case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER ->
                    throw new SignatureException(
                            Reason.MISSING, "There is no signature that chunks could follow");
        };
    }

    /** A body that is here. */
    public static PayloadStream of(byte[] bytes) {
        return plain(new ByteArrayInputStream(bytes), bytes.length);
    }
}
