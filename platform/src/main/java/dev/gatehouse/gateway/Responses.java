package dev.gatehouse.gateway;

import dev.gatehouse.http.HttpDate;
import dev.gatehouse.http.UnreadRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Response;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Writes answers to the connection they belong to. */
final class Responses {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final HttpDate date;

    Responses(Clock clock) {
        this.date = new HttpDate(clock);
    }

    /** Sends an answer; nothing happens when the client has gone. */
    void send(HttpServerRequest request, Response answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.headers().setAll(answer.headers());
        if (!answer.headers().contains(HttpHeaders.DATE)) {
            response.putHeader(HttpHeaders.DATE, date.now());
        }
        if (answer.status() == NO_CONTENT || answer.status() == NOT_MODIFIED) {
            response.end();
        } else {
            response.end(answer.body());
        }
    }

    /** Sends an answer in the place of one that could not be sent, unless that has begun. */
    void sendFault(HttpServerRequest request, Response answer) {
        if (!request.response().headWritten()) {
            request.response().headers().clear();
            send(request, answer);
        }
    }

    /** Answers a request that is not read to its end, and lets go of it. */
    void sendAndLeave(HttpServerRequest request, Response answer) {
        UnreadRequest.announce(request, answer.headers());
        send(request, answer);
        UnreadRequest.leave(request);
    }
}
