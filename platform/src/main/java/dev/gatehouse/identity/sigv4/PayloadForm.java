package dev.gatehouse.identity.sigv4;

/** The words S3 clients put in x-amz-content-sha256 where others put the payload's hash. */
public enum PayloadForm {
    /** The hash itself, in hex. */
    HASHED(""),
    /** The payload is not covered. */
    UNSIGNED("UNSIGNED-PAYLOAD"),
    /** Chunks, each signed with the signature before it. */
    SIGNED_CHUNKS("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
    /** The same, and signed trailing headers. */
    SIGNED_CHUNKS_TRAILER("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"),
    /** Chunks and trailing headers that are not signed. */
    UNSIGNED_CHUNKS_TRAILER("STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    private static final String HMAC = SigningAlgorithm.HMAC.word();
    private static final String ECDSA = SigningAlgorithm.ECDSA.word();

    private final String word;

    PayloadForm(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public boolean chunked() {
        return switch (this) {
            case HASHED, UNSIGNED -> false;
            case SIGNED_CHUNKS, SIGNED_CHUNKS_TRAILER, UNSIGNED_CHUNKS_TRAILER -> true;
        };
    }

    /** The form that a word stands for, whichever algorithm signs the chunks. */
    public static PayloadForm of(String contentSha256) {
        String word = contentSha256.replace(ECDSA, HMAC);
        for (PayloadForm form : values()) {
            if (form != HASHED && form.word.equals(word)) {
                return form;
            }
        }
        return HASHED;
    }
}
