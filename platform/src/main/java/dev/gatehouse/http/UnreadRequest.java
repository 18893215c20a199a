package dev.gatehouse.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What becomes of a request that has its response before it was read to its end. HTTP/1 has no way
 * on but to close the connection; in HTTP/2 only the request's own stream ends, for the others of
 * the connection are none of its business.
 */
public final class UnreadRequest {
    /** HTTP/2's error code for "nothing is wrong, but send no more". */
    private static final long NO_ERROR = 0;

    private UnreadRequest() {}

    /** Whether the connection is this request's alone, and has to be closed after the response. */
    static boolean endsConnection(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2;
    }

    /** Tells the client what will happen, among the headers of its response. */
    public static void announce(HttpServerRequest request, MultiMap headers) {
        if (endsConnection(request)) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /**
     * Lets go of a request that has its response: of its stream, or of its connection once the
     * client has sent what it was going to, within bounds. Call it on the request's event loop.
     */
    public static void leave(HttpServerRequest request) {
        if (endsConnection(request)) {
            LingeringClose.of(request);
        } else {
            endStream(request);
        }
    }

    /**
     * Ends the stream of a request that has its response; the client stops sending. Only for
     * HTTP/2.
     */
    static void endStream(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.response().reset(NO_ERROR);
        }
    }
}
