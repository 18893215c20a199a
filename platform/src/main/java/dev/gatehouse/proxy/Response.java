package dev.gatehouse.proxy;

import dev.gatehouse.http.Body;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * What goes back to the client.
 *
 * @param headers to be added to by later steps
 */
public record Response(int status, MultiMap headers, Body body) {
    private static final String JSON = "application/json";

    /** A JSON response, without further headers. */
    public static Response json(int status, String body) {
        return of(status, JSON, body);
    }

    /** A response with a text, without further headers. */
    public static Response of(int status, String type, String body) {
        MultiMap headers = HttpHeaders.headers();
        headers.set(HeaderNames.CONTENT_TYPE, type);
        return new Response(status, headers, Body.of(Buffer.buffer(body)));
    }

    /** The same when all of its body has come, on the event loop that a stream belongs to. */
    public Future<Response> whole(long maxBytes) {
        return body.buffered(maxBytes).map(bytes -> new Response(status, headers, Body.of(bytes)));
    }
}
