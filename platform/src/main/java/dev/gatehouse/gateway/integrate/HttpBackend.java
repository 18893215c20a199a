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
     * @param timeout for the whole answer
     */
    record BackendRequest(
            String method, String uri, MultiMap headers, Buffer body, Duration timeout) {}

    record BackendResponse(int status, MultiMap headers, Buffer body) {}

    /**
     * Sends a request. Fails with {@link java.util.concurrent.TimeoutException} when the whole
     * answer did not come in time, and with another exception when the backend cannot be reached,
     * answers too much or breaks off.
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
        Future<BackendResponse> answer =
                connected.compose(
                        outgoing -> {
                            outgoing.headers().addAll(request.headers());
                            return outgoing.send(request.body()).compose(HttpBackend::read);
                        });
        return answer.timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> connected.onSuccess(HttpClientRequest::reset));
    }

    private static Future<BackendResponse> read(HttpClientResponse response) {
        Promise<BackendResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(
                chunk -> {
                    if (body.length() + chunk.length() > MAX_RESPONSE_BYTES) {
                        whole.tryFail(new MalformedResponseException("the answer is too large"));
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
