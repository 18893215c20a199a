package dev.gatehouse.identity.sigv4.verify;

import dev.gatehouse.identity.sigv4.Claim;
import dev.gatehouse.identity.sigv4.PayloadForm;
import dev.gatehouse.identity.sigv4.SignableRequest;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.identity.sigv4.SignatureException.Reason;
import java.util.Locale;
import java.util.Map;

/** The last line of the canonical request: what it says of the payload. */
final class PayloadHash {
    static final String HEADER = "x-amz-content-sha256";

    private PayloadHash() {}

    /** What a request to S3 says of its payload. */
    static String claimed(SignableRequest request, Claim claim) {
        String header = request.header(HEADER);
        if (header != null) {
            return header;
        }
        if (claim.presigned()) {
            String parameter = request.parameter("X-Amz-Content-Sha256");
            return parameter == null ? PayloadForm.UNSIGNED.word() : parameter;
        }
        throw new SignatureException(
                Reason.MISSING_PAYLOAD_HASH,
                "Missing required header for this request: x-amz-content-sha256");
    }

    /** Holds the payload's hash against the one that was signed. */
    static void require(String signedHash, String computed) {
        if (!computed.equals(signedHash.toLowerCase(Locale.ROOT))) {
            throw new SignatureException(
                    Reason.PAYLOAD_MISMATCH,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    Map.of(
                            "ClientComputedContentSHA256", signedHash,
                            "S3ComputedContentSHA256", computed));
        }
    }
}
