package dev.gatehouse.gateway.integrate;

import dev.gatehouse.proxy.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to HTTP backends over pooled connections; bounded in time and in what it reads.
 */
final class HttpBackend {
    private static final int MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

    private final Backends backends;

    HttpBackend(Backends backends) {
        this.backends = backends;
    }

    /**
     * @param uri absolute
     * @param timeout for the whole response
     */
    record BackendRequest(
            String method, String uri, MultiMap headers, Buffer body, Duration timeout) {}

    /** Why nothing was sent: the backend cannot be connected to. Stackless. */
    static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message, null, false, false);
        }
    }

    record BackendResponse(int status, MultiMap headers, Buffer body) {}

    /**
     * Sends a request. Fails with {@link java.util.concurrent.TimeoutException} when the whole
     * response did not come in time, with {@link UnreachableException} when there is no connection
     * to the backend, with {@link MalformedResponseException} when the URI is none or the response
     * too large, and with another exception when the backend breaks off.
     */
    Future<BackendResponse> send(BackendRequest request) {
        RequestOptions options = new RequestOptions();
        try {
            options.setMethod(HttpMethod.valueOf(request.method())).setAbsoluteURI(request.uri());
        } catch (RuntimeException malformed) {
            return Future.failedFuture(
                    new MalformedResponseException("not a URI: " + request.uri()));
        }
        Future<HttpClientRequest> connected = backends.request(options);
        Future<BackendResponse> response =
                connected
                        .recover(HttpBackend::unreachable)
                        .compose(
                                outgoing -> {
                                    outgoing.headers().addAll(request.headers());
                                    return outgoing.send(request.body()).compose(HttpBackend::read);
                                });
        return response.timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> connected.onSuccess(HttpClientRequest::reset));
    }

    private static Future<HttpClientRequest> unreachable(Throwable cause) {
        return Future.failedFuture(new UnreachableException(String.valueOf(cause.getMessage())));
    }

    private static Future<BackendResponse> read(HttpClientResponse response) {
        Promise<BackendResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(
                chunk -> {
                    if (body.length() + chunk.length() > MAX_RESPONSE_BYTES) {
                        whole.tryFail(new MalformedResponseException("the response is too large"));
                    } else {
                        body.appendBuffer(chunk);
                    }
                });
        response.endHandler(
                end ->
                        whole.tryComplete(
                                new BackendResponse(
                                        response.statusCode(), response.headers(), body)));
        return whole.future();
    }
}
