package dev.gatehouse.proxy.exchange;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyWriter;
import dev.gatehouse.http.HttpDate;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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

    /**
     * Sends a response; nothing happens when the client has gone. The future is complete when the
     * last of it was handed to the connection.
     */
    Future<Void> send(HttpServerRequest request, Response response) {
        HttpServerResponse out = request.response();
        if (out.closed() || out.ended()) {
            return Future.succeededFuture();
        }
        out.setStatusCode(response.status());
        out.headers().addAll(response.headers());
        if (!response.headers().contains(HttpHeaders.DATE)) {
            out.putHeader(HeaderNames.DATE, date.now());
        }
        if (request.version() == HttpVersion.HTTP_1_1
                && !response.headers().contains(HttpHeaders.CONNECTION)) {
            // Where the connection is to end, Vert.x says "close" in its place.
            out.putHeader(HeaderNames.CONNECTION, HttpHeaders.KEEP_ALIVE);
        }
        if (response.status() == NO_CONTENT || response.status() == NOT_MODIFIED) {
            return out.end();
        }
        long length = response.body().length();
        if (length == Body.UNKNOWN) {
            return endless(request, response.body());
        }
        if (length > 0 || !isHeadOfSomething(request, response)) {
            out.putHeader(HeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        return BodyWriter.end(out, response.body());
    }

    /** A response to HEAD may tell the length of what it does not bring. */
    private static boolean isHeadOfSomething(HttpServerRequest request, Response response) {
        return request.method().equals(HttpMethod.HEAD)
                && response.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    /** In HTTP/1.0 only the end of the connection tells the end of a body without a length. */
    private static Future<Void> endless(HttpServerRequest request, Body body) {
        Future<Void> sent = BodyWriter.end(request.response(), body);
        return request.version() == HttpVersion.HTTP_1_0
                ? sent.onSuccess(_ -> request.connection().close())
                : sent;
    }

    /** Sends a response in the place of one that could not be sent, unless that has begun. */
    void sendFault(HttpServerRequest request, Response response) {
        if (!request.response().headWritten()) {
            request.response().headers().clear();
            send(request, response);
        }
    }
}
