package dev.gatehouse.lambda.url;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.identity.sigv4.SignatureException;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a function URL says in the place of its function. */
final class UrlErrors {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private UrlErrors() {}

    /** Recorded from AWS. */
    static Response noSuchUrl() {
        Response response = error(FORBIDDEN, "AccessDeniedException", "{\"Message\":null}");
        response.headers().set("x-amzn-RequestId", RequestId.next().value());
        return response;
    }

    /** Recorded from AWS, also for a URL whose alias is gone. */
    static Response forbidden() {
        return error(
                FORBIDDEN,
                "AccessDeniedException",
                "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization issues,"
                        + " see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}");
    }

    static Response tooLarge(long limit) {
        return error(
                413,
                "RequestEntityTooLargeException",
                ("{\"Type\":\"User\",\"message\":\"Request must be smaller than %d bytes for the"
                                + " InvokeFunction operation\"}")
                        .formatted(limit));
    }

    /** The function failed, or its response is malformed. Recorded from AWS. */
    static Response badGateway() {
        return Response.json(502, "Internal Server Error");
    }

    /** The response to what went wrong; null for what nothing foresaw. */
    static @Nullable Response of(Throwable failure) {
        return switch (failure) {
            case MalformedResponseException _ -> badGateway();
            case SignatureException signature -> unsigned(signature);
            case ServiceException rejection
                    when rejection.status() == FORBIDDEN || rejection.status() == NOT_FOUND ->
                    forbidden();
            case ServiceException rejection -> rejected(rejection);
            default -> null;
        };
    }

    private static Response unsigned(SignatureException signature) {
        if (signature.reason() == SignatureException.Reason.MISSING) {
            return forbidden();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", signature.explained());
        return error(FORBIDDEN, signature.reason().code(), body.toString());
    }

    /** As Invoke rejects, throttles above all. */
    private static Response rejected(ServiceException rejection) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, Object> detail : rejection.members().entrySet()) {
            body.put(detail.getKey(), String.valueOf(detail.getValue()));
        }
        body.put("message", rejection.text());
        return error(rejection.status(), rejection.code(), body.toString());
    }

    private static Response error(int status, String type, String body) {
        Response response = Response.json(status, body);
        response.headers().set("x-amzn-ErrorType", type);
        return response;
    }
}
