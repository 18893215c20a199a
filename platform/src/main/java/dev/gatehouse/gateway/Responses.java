package dev.gatehouse.gateway;

import dev.gatehouse.http.HttpDate;
import dev.gatehouse.http.UnreadRequest;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes responses to the connection they belong to. */
final class Responses {
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final HttpDate date;

    Responses(Clock clock) {
        this.date = new HttpDate(clock);
    }

    /** Sends a response; nothing happens when the client has gone. */
    void send(HttpServerRequest request, Response response) {
        HttpServerResponse out = request.response();
        if (out.closed() || out.ended()) {
            return;
        }
        out.setStatusCode(response.status());
        out.headers().setAll(response.headers());
        if (!response.headers().contains(HttpHeaders.DATE)) {
            out.putHeader(HeaderNames.DATE, date.now());
        }
        if (request.version() == HttpVersion.HTTP_1_1
                && !response.headers().contains(HttpHeaders.CONNECTION)) {
            // Where the connection is to end, Vert.x says "close" in its place.
            out.putHeader(HeaderNames.CONNECTION, HttpHeaders.KEEP_ALIVE);
        }
        if (response.status() == NO_CONTENT || response.status() == NOT_MODIFIED) {
            out.end();
        } else {
            out.putHeader(HeaderNames.CONTENT_LENGTH, Integer.toString(response.body().length()));
            out.end(response.body());
        }
    }

    /** Sends a response in the place of one that could not be sent, unless that has begun. */
    void sendFault(HttpServerRequest request, Response response) {
        if (!request.response().headWritten()) {
            request.response().headers().clear();
            send(request, response);
        }
    }

    /** Responds to a request that is not read to its end, and lets go of it. */
    void sendAndLeave(HttpServerRequest request, Response response) {
        UnreadRequest.announce(request, response.headers());
        send(request, response);
        UnreadRequest.leave(request);
    }
}
