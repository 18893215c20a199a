package dev.gatehouse.identity.oidc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads short JSON documents from where tenants say: from allowed targets only, without following
 * redirects, and within the time AWS takes for it.
 */
public final class JsonDocuments {
    /** What API Gateway waits. */
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    private static final int MAX_BYTES = 256 * 1024;
    private static final int OK = 200;

    private final Function<RequestOptions, Future<HttpClientRequest>> requests;
    private final long timeoutMillis;

    /**
     * @param requests opens a request on an event loop, to allowed targets only
     */
    public JsonDocuments(Function<RequestOptions, Future<HttpClientRequest>> requests) {
        this(requests, TIMEOUT);
    }

    /**
     * @param timeout of each document
     */
    public JsonDocuments(
            Function<RequestOptions, Future<HttpClientRequest>> requests, Duration timeout) {
        this.requests = requests;
        this.timeoutMillis = timeout.toMillis();
    }

    /** The text of a document; on an event loop. */
    public Future<String> read(String url) {
        RequestOptions options;
        try {
            options = options(url);
        } catch (RuntimeException malformed) {
            return Future.failedFuture(malformed);
        }
        return requests.apply(options)
                .compose(
                        request ->
                                request.send()
                                        .compose(response -> body(request, response))
                                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                                        .onFailure(_ -> request.reset()))
                .timeout(2 * timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private RequestOptions options(String url) {
        URI uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme());
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("no URL of a document: " + url);
        }
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setConnectTimeout(timeoutMillis)
                .putHeader("Accept", "application/json");
    }

    private static Future<String> body(HttpClientRequest request, HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture("status " + response.statusCode());
        }
        Promise<String> whole = Promise.promise();
        Buffer taken = Buffer.buffer();
        response.exceptionHandler(whole::tryFail)
                .endHandler(_ -> whole.tryComplete(taken.toString()))
                .handler(
                        chunk -> {
                            if (taken.length() + chunk.length() > MAX_BYTES) {
                                whole.tryFail("longer than " + MAX_BYTES + " bytes");
                                request.reset();
                            } else {
                                taken.appendBuffer(chunk);
                            }
                        });
        return whole.future();
    }
}
