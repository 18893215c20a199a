package dev.gatehouse.gateway.websocket;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.gatehouse.gateway.call.Rejection;
import dev.gatehouse.gateway.plan.GatewayResponseType;
import io.vertx.core.buffer.Buffer;

/** What API Gateway itself says to a client; spaces and all as seen on AWS. */
final class ErrorFrame {
    private static final String INTERNAL = "Internal server error";

    private ErrorFrame() {}

    /** The words for a rejection: clients hear no more of an integration than that it failed. */
    static Buffer of(Throwable failure, String connectionId, String requestId) {
        return of(words(failure), connectionId, requestId);
    }

    private static String words(Throwable failure) {
        if (!(failure instanceof Rejection rejection) || rejection.text() == null) {
            return INTERNAL;
        }
        boolean own =
                rejection.status() < 500
                        && rejection.type() != GatewayResponseType.UNSUPPORTED_MEDIA_TYPE
                        && rejection.type() != GatewayResponseType.REQUEST_TOO_LARGE;
        return own ? rejection.text() : INTERNAL;
    }

    private static Buffer of(String words, String connectionId, String requestId) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(words));
        return Buffer.buffer(
                "{\"message\": \"%s\", \"connectionId\":\"%s\", \"requestId\":\"%s\"}"
                        .formatted(quoted, connectionId, requestId));
    }
}
