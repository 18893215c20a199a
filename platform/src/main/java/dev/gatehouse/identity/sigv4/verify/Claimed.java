package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.Credentials;
import dev.gatehouse.identity.KeyUses;
import dev.gatehouse.identity.sigv4.ChunkSignatures;
import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.PayloadForm;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.Signature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request whose head was judged: the key it names is somebody's, its scope and its date are
 * right, and where the head says how the payload is signed, as for S3, so is the signature. What
 * remains needs the body.
 */
public final class Claimed {
    private final SignableRequest request;
    private final Claim claim;
    private final Signature signature;
    private final Credentials credentials;
    private final @Nullable String payloadHash;
    private final KeyUses uses;

    /**
     * @param payloadHash what the head says of the payload, its signature verified; null when the
     *     signature covers the payload's own hash and is still to be verified
     * @param uses hears of the key once its signature holds
     */
    Claimed(
            SignableRequest request,
            Claim claim,
            Signature signature,
            Credentials credentials,
            @Nullable String payloadHash,
            KeyUses uses) {
        this.uses = uses;
        this.request = request;
        this.claim = claim;
        this.signature = signature;
        this.credentials = credentials;
        this.payloadHash = payloadHash;
    }

    /** Whose key the request names. */
    public Credentials credentials() {
        return credentials;
    }

    /** Where it may act. */
    public CredentialScope scope() {
        return claim.scope();
    }

    /**
     * Verifies what the head left open, for a body that is here.
     *
     * @param sha256Hex of the body as it was sent, lower case
     * @throws SignatureException unless the signature holds and the body is the one signed
     */
    public void verify(String sha256Hex) {
        if (payloadHash == null) {
            signature.require(sha256Hex);
        } else if (PayloadForm.of(payloadHash) == PayloadForm.HASHED) {
            PayloadHash.require(payloadHash, sha256Hex);
        }
        tellUse();
    }

    /**
     * A verified body without the framing of signed chunks.
     *
     * @throws SignatureException when a chunk is not the one signed
     */
    public Payload unframed(byte[] body) {
        if (payloadHash == null || !PayloadForm.of(payloadHash).chunked()) {
            return Payload.plain(body);
        }
        try (ChunkedInput chunks = chunks(payloadHash, new ByteArrayInputStream(body))) {
            return new Payload(chunks.readAllBytes(), chunks.trailers());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The body as it comes, verified on its way.
     *
     * @param length how long it is as it is sent; -1 when that was not said
     * @throws IllegalStateException for a service whose signatures need the whole body first
     */
    public PayloadStream stream(InputStream body, long length) {
        String hash = payloadHash;
        if (hash == null) {
            throw new IllegalStateException("only S3 says in the head how a payload is signed");
        }
        tellUse();
        PayloadForm form = PayloadForm.of(hash);
        if (form.chunked()) {
            ChunkedInput chunks = chunks(hash, body);
            Framing framing = Framing.of(request);
            return new PayloadStream(
                    chunks, framing.decodedLength(), framing.announced(), chunks::trailers);
        }
        return PayloadStream.plain(
                form == PayloadForm.HASHED ? new HashedInput(body, hash) : body, length);
    }

    private void tellUse() {
        uses.used(credentials, claim.scope().service(), claim.scope().region());
    }

    private ChunkedInput chunks(String hash, InputStream body) {
        ChunkSignatures chain =
                PayloadForm.of(hash) == PayloadForm.UNSIGNED_CHUNKS_TRAILER
                        ? null
                        : signature.chunks();
        return Framing.of(request).chunks(body, chain);
    }
}
