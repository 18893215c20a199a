package dev.gatehouse.gateway;

import dev.gatehouse.http.SourceBudget;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Reads the bodies of requests whole, up to API Gateway's limit. Those that are large share a
 * budget, and no client address may take all of it: many uploads at once never fill the heap.
 */
final class RequestBodies {
    /** The largest payload of REST and HTTP APIs. */
    static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Up to here a body costs no more than its connection does anyway. */
    private static final int SMALL_BYTES = 64 * 1024;

    private static final Buffer NONE = Buffer.buffer();

    private final SourceBudget large;

    /**
     * @param largeBytes what all large bodies may take together, from their first byte to the
     *     response; a client address takes at most half of it
     */
    RequestBodies(long largeBytes) {
        this.large = new SourceBudget(largeBytes, largeBytes / 2);
    }

    /** Why a body was not read. Stackless. */
    static final class RejectedBodyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Whether it is over the limit of one body, rather than of all. */
        private final boolean tooLarge;

        RejectedBodyException(boolean tooLarge) {
            super(
                    tooLarge ? "the request body is too large" : "too many large bodies at once",
                    null,
                    false,
                    false);
            this.tooLarge = tooLarge;
        }

        boolean tooLarge() {
            return tooLarge;
        }
    }

    /**
     * The body, to be {@link #release}d. Fails with {@link RejectedBodyException}, or with another
     * exception when the client broke off.
     */
    Future<Buffer> read(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null
                && request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return Future.succeededFuture(NONE);
        }
        if (length != null && declared(length) > MAX_BYTES) {
            return Future.failedFuture(new RejectedBodyException(true));
        }
        return collect(request);
    }

    /** The request has its response: its body is not needed any more. */
    void release(HttpServerRequest request, Buffer body) {
        if (held(body.length()) > 0) {
            large.release(source(request), held(body.length()));
        }
    }

    private Future<Buffer> collect(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.handler(
                chunk -> {
                    if (!whole.future().isComplete() && mayGrow(request, body, chunk, whole)) {
                        body.appendBuffer(chunk);
                    }
                });
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future().onFailure(_ -> release(request, body));
    }

    private boolean mayGrow(
            HttpServerRequest request, Buffer body, Buffer chunk, Promise<Buffer> whole) {
        int length = body.length() + chunk.length();
        if (length > MAX_BYTES) {
            whole.fail(new RejectedBodyException(true));
            return false;
        }
        int more = held(length) - held(body.length());
        if (more > 0 && !large.tryHold(source(request), more)) {
            whole.fail(new RejectedBodyException(false));
            return false;
        }
        return true;
    }

    private static int held(int length) {
        return length <= SMALL_BYTES ? 0 : length;
    }

    private static String source(HttpServerRequest request) {
        return request.remoteAddress().hostAddress();
    }

    private static long declared(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return Long.MAX_VALUE;
        }
    }
}
