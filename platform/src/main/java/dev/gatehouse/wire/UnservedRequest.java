package dev.gatehouse.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.identity.sigv4.CredentialScope;
import dev.gatehouse.identity.sigv4.verify.Verifier;
import dev.gatehouse.kernel.DevelopmentServices;
import dev.gatehouse.kernel.RequestId;
import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import dev.gatehouse.wire.message.WireRequest;
import dev.gatehouse.wire.message.WireResponse;

/**
 * Rejects requests that mean no service of this node. There is no model to say how; query clients
 * read XML, all others JSON.
 */
final class UnservedRequest {
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FORBIDDEN = 403;

    private UnservedRequest() {}

    static WireResponse respond(WireRequest request, RequestId id) {
        CredentialScope scope = Verifier.claimedScope(Signed.request(request));
        return scope == null
                ? respond(
                        request,
                        id,
                        FORBIDDEN,
                        "MissingAuthenticationTokenException",
                        "Missing Authentication Token")
                : respond(
                        request,
                        id,
                        NOT_IMPLEMENTED,
                        "NotImplemented",
                        "This node does not serve %s: %s"
                                .formatted(
                                        printable(scope.service()),
                                        DevelopmentServices.hint(printable(scope.service()))));
    }

    /** An error in the form that the request's content type asks for. */
    static WireResponse reject(WireRequest request, RequestId id, ServiceException error) {
        String text = error.text().replace("\\", "\\\\").replace("\"", "\\\"");
        return respond(request, id, error.status(), error.code(), text);
    }

    private static WireResponse respond(
            WireRequest request, RequestId id, int status, String code, String message) {
        Headers.Builder headers =
                Headers.builder().add("x-amzn-RequestId", id.value()).add("x-amzn-ErrorType", code);
        String contentType = request.headers().first("content-type");
        boolean form =
                contentType != null && contentType.startsWith("application/x-www-form-urlencoded");
        String body =
                form
                        ? "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>%s</RequestId></ErrorResponse>"
                                .formatted(code, message, id)
                        : "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
        headers.add("Content-Type", form ? "text/xml" : "application/json");
        return new WireResponse(status, headers.build(), body.getBytes(UTF_8));
    }

    /** A service's name as the client wrote it, safe inside JSON and XML. */
    private static String printable(String service) {
        String safe = service.replaceAll("[^A-Za-z0-9_.-]", "?");
        return safe.length() > 64 ? safe.substring(0, 64) : safe;
    }
}
