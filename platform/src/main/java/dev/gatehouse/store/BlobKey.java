package dev.gatehouse.store;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The SHA-256 of a blob's content, in lower-case hexadecimal: its only name. */
public record BlobKey(String sha256) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public BlobKey {
        if (!FORM.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
    }

    static BlobKey of(byte[] digest) {
        return new BlobKey(HexFormat.of().formatHex(digest));
    }

    /** The digest in base64, as Lambda's CodeSha256 has it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }
}
