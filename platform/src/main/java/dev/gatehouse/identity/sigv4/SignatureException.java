package dev.gatehouse.identity.sigv4;

import java.util.HashMap;
import java.util.Map;

/**
 * Why a request's signature was not accepted. The edge of each protocol has its own code and status
 * for each reason; the message is the one most services give.
 */
public final class SignatureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with a signature. */
    public enum Reason {
        /** The request carries none. */
        MISSING("MissingAuthenticationTokenException"),
        /** A part of it is absent or cannot be read. */
        INCOMPLETE("IncompleteSignatureException"),
        /** The same, in a presigned URL. */
        INCOMPLETE_QUERY("IncompleteSignatureException"),
        /** The same, in a URL presigned with Version 2. */
        INCOMPLETE_VERSION_2("IncompleteSignatureException"),
        /** It is scoped to another day, region or service, or to no valid one. */
        WRONG_SCOPE("InvalidSignatureException"),
        /** Nobody has that access key. */
        UNKNOWN_KEY("UnrecognizedClientException"),
        /** The session token is absent, or not the key's. */
        INVALID_TOKEN("UnrecognizedClientException"),
        /** The temporary credentials have ended. */
        EXPIRED_TOKEN("ExpiredTokenException"),
        /** It was made more than fifteen minutes ago. */
        TOO_OLD("InvalidSignatureException"),
        /** It was made more than fifteen minutes from now. */
        NOT_YET_CURRENT("InvalidSignatureException"),
        /** The presigned URL's time is over. */
        PRESIGNED_EXPIRED("InvalidSignatureException"),
        /** A header that must be signed is not. */
        UNSIGNED_HEADER("InvalidSignatureException"),
        /** It is not what the key's owner would have computed. */
        MISMATCH("InvalidSignatureException"),
        /** S3: the request does not say how its payload is signed. */
        MISSING_PAYLOAD_HASH("IncompleteSignatureException"),
        /** The payload is not the one whose hash was signed. */
        PAYLOAD_MISMATCH("InvalidSignatureException"),
        /** The chunks of the payload end early or are not framed as announced. */
        INCOMPLETE_PAYLOAD("InvalidSignatureException"),
        /** What follows the payload is not what the signed headers announced. */
        MALFORMED_TRAILER("InvalidSignatureException");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The error of services that speak JSON, and of APIs. */
        public String code() {
            return code;
        }
    }

    /** The message of a signature that another key or another request would have. */
    public static final String MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your AWS Secret Access Key and signing method. Consult the service"
                    + " documentation for details.";

    /** Among the details where the credential is not even one of another scope. */
    public static final String MALFORMED_CREDENTIAL = "MalformedCredential";

    /** Among the details where the signature is a URL's. */
    public static final String PRESIGNED = "Presigned";

    private final Reason reason;
    private final transient Map<String, String> details;

    public SignatureException(Reason reason, String message, Map<String, String> details) {
        super(message, null, false, false);
        this.reason = reason;
        this.details = Map.copyOf(details);
    }

    public SignatureException(Reason reason, String message) {
        this(reason, message, Map.of());
    }

    /** The same with one detail more. */
    public SignatureException with(String name, String value) {
        Map<String, String> more = new HashMap<>(details);
        more.put(name, value);
        return new SignatureException(reason, text(), more);
    }

    public Reason reason() {
        return reason;
    }

    /**
     * What the verifier computed of the request, by the names of S3's error members: {@code
     * CanonicalRequest}, {@code StringToSign} and so on; nothing secret.
     */
    public Map<String, String> details() {
        return details;
    }

    /** The message, with what the verifier computed where a client can find its mistake by it. */
    public String explained() {
        String canonical = details.get("CanonicalRequest");
        String stringToSign = details.get("StringToSign");
        if (canonical == null || stringToSign == null) {
            return text();
        }
        return text()
                + "\n\nThe Canonical String for this request should have been\n'"
                + canonical
                + "'\n\nThe String-to-Sign should have been\n'"
                + stringToSign
                + "'\n";
    }

    /** The message; never null for this exception. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
