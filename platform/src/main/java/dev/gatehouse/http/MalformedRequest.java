package dev.gatehouse.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Responds to what no handler takes: what is not HTTP or too much of it, or comes too late. */
public final class MalformedRequest {
    private MalformedRequest() {}

    public static void respond(HttpServerRequest request) {
        reject(request, status(request.decoderResult().cause()));
    }

    public static void reject(HttpServerRequest request, int status) {
        UnreadRequest.announce(request, request.response().headers());
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain")
                .end(request.response().getStatusMessage() + "\n")
                .onComplete(_ -> leave(request));
    }

    /** Responds with 503 to a request whose response has not begun. */
    static void rejectUnanswered(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.ended() && !response.closed()) {
            UnreadRequest.announce(request, response.headers());
            response.setStatusCode(503)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end("{\"message\":\"Service Unavailable\"}");
        }
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
