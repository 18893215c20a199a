package dev.gatehouse.cloudformation.response;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;

/** Takes what functions of custom resources put to the URLs they were given. */
public final class ResponseHandler implements Handler<HttpServerRequest> {
    private static final String REJECTION =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<Error><Code>%s</Code><Message>%s</Message></Error>";

    private final CustomResponses responses;

    public ResponseHandler(CustomResponses responses) {
        this.responses = responses;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.PUT)) {
            reject(request, 403, "AccessDenied", "Access Denied");
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(
                part -> {
                    if (body.length() <= CustomResponses.LONGEST) {
                        body.appendBuffer(part);
                    }
                });
        request.endHandler(_ -> take(request, body));
    }

    private void take(HttpServerRequest request, Buffer body) {
        if (body.length() > CustomResponses.LONGEST) {
            reject(request, 400, "EntityTooLarge", "Response object is too long.");
        } else if (responses.take(
                Objects.requireNonNullElse(request.path(), "/"), body.getBytes())) {
            request.response().end();
        } else {
            reject(request, 403, "AccessDenied", "Request has expired");
        }
    }

    private static void reject(HttpServerRequest request, int status, String code, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/xml")
                .end(REJECTION.formatted(code, message));
    }
}
