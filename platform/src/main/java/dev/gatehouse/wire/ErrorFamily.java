package dev.gatehouse.wire;

import dev.gatehouse.aws.ProtocolName;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.protocol.Protocol;

/** The four manners in which AWS's services word the errors that come before an operation. */
enum ErrorFamily {
    REST_JSON,
    JSON,
    QUERY,
    S3;

    static ErrorFamily of(Protocol protocol) {
        for (ProtocolName name : ProtocolName.values()) {
            if (Protocol.of(name) == protocol) {
                return of(name);
            }
        }
        throw new IllegalStateException("a protocol without a name: " + protocol);
    }

    private static ErrorFamily of(ProtocolName name) {
        return switch (name) {
            case REST_JSON_1 -> REST_JSON;
            case AWS_JSON_1_0, AWS_JSON_1_1, RPC_V2_CBOR -> JSON;
            case AWS_QUERY -> QUERY;
            case REST_XML -> S3;
        };
    }

    /** Why a request's body was not taken. */
    ServiceException of(BodyRejectedException.Reason reason, Target target) {
        return switch (reason) {
            case BUSY -> busy();
            case TOO_LARGE ->
                    target.service().bodyBytes() == Integer.MAX_VALUE
                            ? bodyTooLarge()
                            : largerThan(target.service().bodyBytes(), target.operation());
            case BROKEN_OFF -> incompleteBody();
        };
    }

    /** Rarely read: the client has left. */
    private ServiceException incompleteBody() {
        return new ServiceException(
                "IncompleteBody",
                400,
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header.");
    }

    /** As many calls are running as may; SDKs wait and try again. */
    private ServiceException busy() {
        String message = "Rate exceeded";
        return switch (this) {
            case REST_JSON -> new ServiceException("TooManyRequestsException", 429, message);
            case JSON -> new ServiceException("ThrottlingException", 400, message);
            case QUERY -> new ServiceException("Throttling", 400, message);
            case S3 -> new ServiceException("SlowDown", 503, "Please reduce your request rate.");
        };
    }

    /** Recorded from Lambda. */
    private static ServiceException largerThan(int bytes, String operation) {
        return new ServiceException(
                "RequestEntityTooLargeException",
                413,
                "Request must be smaller than %d bytes for the %s operation"
                        .formatted(bytes, operation));
    }

    private ServiceException bodyTooLarge() {
        String message = "The request's body is larger than this node accepts.";
        return switch (this) {
            case REST_JSON -> new ServiceException("RequestTooLargeException", 413, message);
            case JSON, QUERY ->
                    new ServiceException("RequestEntityTooLargeException", 413, message);
            case S3 ->
                    new ServiceException(
                            "EntityTooLarge",
                            400,
                            "Your proposed upload exceeds the maximum allowed size");
        };
    }

    /** What the service stands on cannot be used for now; SDKs wait and try again. */
    ServiceException unavailable(String message) {
        return switch (this) {
            case REST_JSON, JSON ->
                    new ServiceException("ServiceUnavailableException", 503, message);
            case QUERY, S3 -> new ServiceException("ServiceUnavailable", 503, message);
        };
    }

    /** A fault of ours; the request id leads to the log, and nothing else is told. */
    ServiceException fault() {
        String message = "We encountered an internal error. Please try again.";
        return switch (this) {
            case REST_JSON, JSON, QUERY -> new ServiceException("InternalFailure", 500, message);
            case S3 -> new ServiceException("InternalError", 500, message);
        };
    }
}
