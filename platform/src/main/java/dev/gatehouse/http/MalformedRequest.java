package dev.gatehouse.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is not HTTP, or too much of it, and takes no more of it. */
final class MalformedRequest {
    private MalformedRequest() {}

    static void answer(HttpServerRequest request) {
        refuse(request, status(request.decoderResult().cause()));
    }

    static void refuse(HttpServerRequest request, int status) {
        UnreadRequest.announce(request, request.response().headers());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                .end(request.response().getStatusMessage() + "\n")
                .onComplete(_ -> leave(request));
    }

    private static void leave(HttpServerRequest request) {
        if (UnreadRequest.endsConnection(request)) {
            request.connection().close();
        } else {
            UnreadRequest.endStream(request);
        }
    }

    private static int status(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }
}
