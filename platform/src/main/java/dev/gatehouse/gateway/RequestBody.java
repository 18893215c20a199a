package dev.gatehouse.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Reads a request's body whole, up to API Gateway's limit. */
final class RequestBody {
    /** The largest payload of REST and HTTP APIs. */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    private static final Buffer NONE = Buffer.buffer();

    private RequestBody() {}

    /** Why a body was not read: it is too large. Stackless. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the request body is too large", null, false, false);
        }
    }

    /**
     * The body. Fails with {@link TooLargeException}, or with another exception when the client
     * broke off.
     */
    static Future<Buffer> read(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null
                && request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return Future.succeededFuture(NONE);
        }
        if (length != null && declared(length) > MAX_BYTES) {
            return Future.failedFuture(new TooLargeException());
        }
        return collect(request);
    }

    private static Future<Buffer> collect(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.handler(
                chunk -> {
                    if (body.length() + chunk.length() > MAX_BYTES) {
                        whole.tryFail(new TooLargeException());
                    } else {
                        body.appendBuffer(chunk);
                    }
                });
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    private static long declared(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }
}
