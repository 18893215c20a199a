package dev.gatehouse.wire;

import dev.gatehouse.identity.sigv4.SignatureRefusal;
import dev.gatehouse.kernel.ServiceException;
import java.util.HashMap;
import java.util.Map;

/** AWS's own error for each way a signature is refused; it differs by the service's protocol. */
final class SignatureErrors {
    private static final String S3_MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your key and signing method.";

    private SignatureErrors() {}

    static ServiceException of(Target target, SignatureRefusal refusal) {
        return switch (ErrorFamily.of(target.protocol())) {
            case REST_JSON -> json(refusal, 403);
            case JSON -> json(refusal, 400);
            case QUERY -> query(refusal);
            case S3 -> s3(refusal);
        };
    }

    private static ServiceException json(SignatureRefusal refusal, int status) {
        String code =
                switch (refusal.reason()) {
                    case MISSING -> "MissingAuthenticationTokenException";
                    case INCOMPLETE, INCOMPLETE_QUERY, INCOMPLETE_VERSION_2, MISSING_PAYLOAD_HASH ->
                            "IncompleteSignatureException";
                    case UNKNOWN_KEY, INVALID_TOKEN -> "UnrecognizedClientException";
                    case EXPIRED_TOKEN -> "ExpiredTokenException";
                    case WRONG_SCOPE,
                            TOO_OLD,
                            NOT_YET_CURRENT,
                            PRESIGNED_EXPIRED,
                            UNSIGNED_HEADER,
                            MISMATCH,
                            PAYLOAD_MISMATCH,
                            INCOMPLETE_PAYLOAD,
                            MALFORMED_TRAILER ->
                            "InvalidSignatureException";
                };
        return new ServiceException(code, status, refusal.text() + computed(refusal));
    }

    private static ServiceException query(SignatureRefusal refusal) {
        return switch (refusal.reason()) {
            case MISSING ->
                    new ServiceException(
                            "MissingAuthenticationToken",
                            403,
                            "Request is missing Authentication Token");
            case INCOMPLETE, INCOMPLETE_QUERY, INCOMPLETE_VERSION_2, MISSING_PAYLOAD_HASH ->
                    new ServiceException("IncompleteSignature", 400, refusal.text());
            case UNKNOWN_KEY, INVALID_TOKEN ->
                    new ServiceException("InvalidClientTokenId", 403, refusal.text());
            case EXPIRED_TOKEN -> new ServiceException("ExpiredToken", 403, refusal.text());
            case WRONG_SCOPE,
                    TOO_OLD,
                    NOT_YET_CURRENT,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    MISMATCH,
                    PAYLOAD_MISMATCH,
                    INCOMPLETE_PAYLOAD,
                    MALFORMED_TRAILER ->
                    new ServiceException("SignatureDoesNotMatch", 403, refusal.text());
        };
    }

    private static ServiceException s3(SignatureRefusal refusal) {
        return switch (refusal.reason()) {
            case MISSING -> s3("AccessDenied", 403, "Access Denied", refusal);
            case INCOMPLETE ->
                    s3("AuthorizationHeaderMalformed", 400, s3Malformed(refusal), refusal);
            case WRONG_SCOPE ->
                    s3("AuthorizationHeaderMalformed", 400, s3WrongScope(refusal), refusal);
            case INCOMPLETE_QUERY ->
                    s3("AuthorizationQueryParametersError", 400, refusal.text(), refusal);
            case UNKNOWN_KEY ->
                    s3(
                            "InvalidAccessKeyId",
                            403,
                            "The AWS Access Key Id you provided does not exist in our records.",
                            refusal);
            case INVALID_TOKEN ->
                    s3(
                            "InvalidToken",
                            400,
                            "The provided token is malformed or otherwise invalid.",
                            refusal);
            case EXPIRED_TOKEN ->
                    s3("ExpiredToken", 400, "The provided token has expired.", refusal);
            case TOO_OLD, NOT_YET_CURRENT ->
                    s3(
                            "RequestTimeTooSkewed",
                            403,
                            "The difference between the request time and the current time is too"
                                    + " large.",
                            refusal);
            case PRESIGNED_EXPIRED -> s3("AccessDenied", 403, "Request has expired", refusal);
            case UNSIGNED_HEADER, INCOMPLETE_VERSION_2 ->
                    s3("AccessDenied", 403, refusal.text(), refusal);
            case MISMATCH -> s3("SignatureDoesNotMatch", 403, S3_MISMATCH, refusal);
            case MISSING_PAYLOAD_HASH -> s3("InvalidRequest", 400, refusal.text(), refusal);
            case PAYLOAD_MISMATCH -> s3("XAmzContentSHA256Mismatch", 400, refusal.text(), refusal);
            case INCOMPLETE_PAYLOAD -> s3("IncompleteBody", 400, refusal.text(), refusal);
            case MALFORMED_TRAILER -> s3("MalformedTrailerError", 400, refusal.text(), refusal);
        };
    }

    private static ServiceException s3(
            String code, int status, String message, SignatureRefusal refusal) {
        Map<String, Object> members = new HashMap<>(refusal.details());
        members.remove("WrongRegion");
        members.remove("ExpectedService");
        return new ServiceException(code, status, message, members);
    }

    private static String s3Malformed(SignatureRefusal refusal) {
        return "The authorization header is malformed; " + refusal.text();
    }

    private static String s3WrongScope(SignatureRefusal refusal) {
        String region = refusal.details().get("Region");
        String reason = refusal.text();
        if (region != null) {
            String wrong = refusal.details().get("WrongRegion");
            reason = "the region '" + wrong + "' is wrong; expecting '" + region + "'";
        }
        return "The authorization header is malformed; " + reason;
    }

    /** What we computed, which many services add so that the client can find its mistake. */
    private static String computed(SignatureRefusal refusal) {
        String canonical = refusal.details().get("CanonicalRequest");
        String stringToSign = refusal.details().get("StringToSign");
        if (canonical == null || stringToSign == null) {
            return "";
        }
        return "\n\nThe Canonical String for this request should have been\n'"
                + canonical
                + "'\n\nThe String-to-Sign should have been\n'"
                + stringToSign
                + "'\n";
    }
}
