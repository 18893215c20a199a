package dev.gatehouse.identity.sigv4;

/** The chain of signatures through a payload's chunks: each covers the one before it. */
public final class ChunkSignatures {
    private final byte[] signingKey;
    private final String amzDate;
    private final CredentialScope scope;
    private String previous;

    /**
     * @param seed the signature of the request's headers, which the first chunk's covers
     */
    public ChunkSignatures(byte[] signingKey, String amzDate, CredentialScope scope, String seed) {
        this.signingKey = signingKey;
        this.amzDate = amzDate;
        this.scope = scope;
        this.previous = seed;
    }

    /** The signature of the next chunk, by the SHA-256 of its bytes in hexadecimal. */
    public String ofChunk(String hash) {
        return next(Hashes.ALGORITHM + "-PAYLOAD", Hashes.EMPTY_SHA256 + '\n' + hash);
    }

    /** The signature of the trailing headers, {@code name:value\n} each. */
    public String ofTrailers(String trailers) {
        return next(Hashes.ALGORITHM + "-TRAILER", Hashes.sha256Hex(trailers));
    }

    private String next(String algorithm, String hashes) {
        String text = String.join("\n", algorithm, amzDate, scope.toString(), previous, hashes);
        previous = Hashes.hmacHex(signingKey, text);
        return previous;
    }
}
