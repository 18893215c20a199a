package dev.gatehouse.identity.sigv4;

import dev.gatehouse.identity.sigv4.SignatureException.Reason;

/** The chain of signatures through a payload's chunks: each covers the one before it. */
public final class ChunkSignatures {
    /** What fills up asymmetric signatures, so that the length of a framed payload is known. */
    private static final String PADDING = "\\**$";

    private final SigningKey key;
    private final String amzDate;
    private final CredentialScope scope;
    private String previous;

    /**
     * @param seed the signature of the request's headers, which the first chunk's covers
     */
    ChunkSignatures(SigningKey key, String amzDate, CredentialScope scope, String seed) {
        this.key = key;
        this.amzDate = amzDate;
        this.scope = scope;
        this.previous = seed;
    }

    /**
     * Verifies the signature of the next chunk.
     *
     * @param hash the SHA-256 of its bytes in hexadecimal
     * @throws SignatureException it is another's
     */
    public void requireChunk(String hash, String signature) {
        require("-PAYLOAD", Hashes.EMPTY_SHA256 + '\n' + hash, signature);
    }

    /**
     * Verifies the signature of the trailing headers.
     *
     * @param trailers {@code name:value\n} each
     * @throws SignatureException it is another's
     */
    public void requireTrailers(String trailers, String signature) {
        require("-TRAILER", Hashes.sha256Hex(trailers), signature);
    }

    private void require(String part, String hashes, String padded) {
        String signature = padded.replaceFirst(PADDING, "");
        String algorithm = scope.algorithm().word() + part;
        String text = String.join("\n", algorithm, amzDate, scope.toString(), previous, hashes);
        if (!key.signed(text, signature)) {
            throw new SignatureException(Reason.MISMATCH, SignatureException.MISMATCH);
        }
        previous = signature;
    }
}
