package dev.gatehouse.wire;

import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.kernel.ServiceException;
import java.util.HashMap;
import java.util.Map;

/** AWS's own error for each way a signature is rejected; it differs by the service's protocol. */
final class SignatureErrors {
    private static final String S3_MISMATCH =
            "The request signature we calculated does not match the signature you provided. Check"
                    + " your key and signing method.";

    private static final String S3_HEADER = "The authorization header is malformed; ";
    private static final String S3_CREDENTIAL_OF_QUERY =
            "Error parsing the X-Amz-Credential parameter; ";
    private static final String S3_MALFORMED_CREDENTIAL =
            "the Credential is mal-formed; expecting"
                    + " \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

    private SignatureErrors() {}

    static ServiceException of(Target target, SignatureException rejection) {
        return switch (ErrorFamily.of(target.protocol())) {
            case REST_JSON -> json(rejection, 403);
            case JSON -> json(rejection, 400);
            case QUERY -> query(rejection);
            case S3 -> s3(rejection);
        };
    }

    /** For a service without a model here: by the form of the request. */
    static ServiceException ofForeign(boolean form, SignatureException rejection) {
        return form ? query(rejection) : json(rejection, 400);
    }

    private static ServiceException json(SignatureException rejection, int status) {
        return new ServiceException(rejection.reason().code(), status, rejection.explained());
    }

    private static ServiceException query(SignatureException rejection) {
        return switch (rejection.reason()) {
            case MISSING ->
                    new ServiceException(
                            "MissingAuthenticationToken",
                            403,
                            "Request is missing Authentication Token");
            case INCOMPLETE, INCOMPLETE_QUERY, INCOMPLETE_VERSION_2, MISSING_PAYLOAD_HASH ->
                    new ServiceException("IncompleteSignature", 400, rejection.text());
            case UNKNOWN_KEY, INVALID_TOKEN ->
                    new ServiceException("InvalidClientTokenId", 403, rejection.text());
            case EXPIRED_TOKEN -> new ServiceException("ExpiredToken", 403, rejection.text());
            case WRONG_SCOPE,
                    TOO_OLD,
                    NOT_YET_CURRENT,
                    PRESIGNED_EXPIRED,
                    UNSIGNED_HEADER,
                    MISMATCH,
                    PAYLOAD_MISMATCH,
                    INCOMPLETE_PAYLOAD,
                    MALFORMED_TRAILER ->
                    new ServiceException("SignatureDoesNotMatch", 403, rejection.text());
        };
    }

    private static ServiceException s3(SignatureException rejection) {
        return switch (rejection.reason()) {
            case MISSING -> s3("AccessDenied", 403, "Access Denied", rejection);
            case INCOMPLETE ->
                    s3("AuthorizationHeaderMalformed", 400, s3Malformed(rejection), rejection);
            case WRONG_SCOPE ->
                    rejection.details().containsKey(SignatureException.PRESIGNED)
                            ? s3OfQuery(S3_CREDENTIAL_OF_QUERY + s3Scope(rejection), rejection)
                            : s3(
                                    "AuthorizationHeaderMalformed",
                                    400,
                                    S3_HEADER + s3Scope(rejection),
                                    rejection);
            case INCOMPLETE_QUERY ->
                    s3OfQuery(
                            isMalformedCredential(rejection)
                                    ? S3_CREDENTIAL_OF_QUERY + S3_MALFORMED_CREDENTIAL
                                    : rejection.text(),
                            rejection);
            case UNKNOWN_KEY ->
                    s3(
                            "InvalidAccessKeyId",
                            403,
                            "The AWS Access Key Id you provided does not exist in our records.",
                            rejection);
            case INVALID_TOKEN ->
                    s3(
                            "InvalidToken",
                            400,
                            "The provided token is malformed or otherwise invalid.",
                            rejection);
            case EXPIRED_TOKEN ->
                    s3("ExpiredToken", 400, "The provided token has expired.", rejection);
            case TOO_OLD, NOT_YET_CURRENT ->
                    s3(
                            "RequestTimeTooSkewed",
                            403,
                            "The difference between the request time and the current time is too"
                                    + " large.",
                            rejection);
            case PRESIGNED_EXPIRED -> s3("AccessDenied", 403, "Request has expired", rejection);
            case UNSIGNED_HEADER, INCOMPLETE_VERSION_2 ->
                    s3("AccessDenied", 403, rejection.text(), rejection);
            case MISMATCH -> s3("SignatureDoesNotMatch", 403, S3_MISMATCH, rejection);
            case MISSING_PAYLOAD_HASH -> s3("InvalidRequest", 400, rejection.text(), rejection);
            case PAYLOAD_MISMATCH ->
                    s3("XAmzContentSHA256Mismatch", 400, rejection.text(), rejection);
            case INCOMPLETE_PAYLOAD -> s3("IncompleteBody", 400, rejection.text(), rejection);
            case MALFORMED_TRAILER -> s3("MalformedTrailerError", 400, rejection.text(), rejection);
        };
    }

    private static ServiceException s3(
            String code, int status, String message, SignatureException rejection) {
        Map<String, Object> members = new HashMap<>(rejection.details());
        members.remove("WrongRegion");
        members.remove("ExpectedService");
        members.remove(SignatureException.MALFORMED_CREDENTIAL);
        members.remove(SignatureException.PRESIGNED);
        return new ServiceException(code, status, message, members);
    }

    private static ServiceException s3OfQuery(String message, SignatureException rejection) {
        return s3("AuthorizationQueryParametersError", 400, message, rejection);
    }

    private static String s3Malformed(SignatureException rejection) {
        return S3_HEADER
                + (isMalformedCredential(rejection) ? S3_MALFORMED_CREDENTIAL : rejection.text());
    }

    private static boolean isMalformedCredential(SignatureException rejection) {
        return rejection.details().containsKey(SignatureException.MALFORMED_CREDENTIAL);
    }

    private static String s3Scope(SignatureException rejection) {
        String region = rejection.details().get("Region");
        String reason = rejection.text();
        if (region != null) {
            String wrong = rejection.details().get("WrongRegion");
            reason = "the region '" + wrong + "' is wrong; expecting '" + region + "'";
        }
        return reason;
    }
}
