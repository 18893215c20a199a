package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.http.Body;
import dev.gatehouse.proxy.Disconnection;
import dev.gatehouse.proxy.HeaderNames;
import dev.gatehouse.proxy.Response;
import dev.gatehouse.proxy.response.MalformedResponseException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sends requests to HTTP backends over pooled connections; bodies go both ways as they come. */
public final class HttpBackend {
    /** What announces to be this short is taken whole: it is there at once, or not at all. */
    static final int SHORT_BYTES = 64 * 1024;

    private final Backends backends;
    private final long maxResponseBytes;

    /**
     * @param maxResponseBytes how long a response's body may be
     */
    public HttpBackend(Backends backends, long maxResponseBytes) {
        this.backends = backends;
        this.maxResponseBytes = maxResponseBytes;
    }

    /**
     * @param uri absolute
     * @param disconnection how to hear of the going of the client it is for
     * @param timeout for the whole response where that is short; else for its head once the request
     *     is sent, and for every time that nothing moves
     * @param via how to connect
     */
    public record BackendRequest(
            String method,
            String uri,
            MultiMap headers,
            Body body,
            Disconnection disconnection,
            Duration timeout,
            Via via) {
        /** One that goes straight to its URI. */
        public BackendRequest(
                String method,
                String uri,
                MultiMap headers,
                Body body,
                Disconnection disconnection,
                Duration timeout) {
            this(method, uri, headers, body, disconnection, timeout, Via.INTERNET);
        }
    }

    /** Why nothing was sent: the backend cannot be connected to. Stackless. */
    static final class UnreachableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreachableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param headLength what a response to HEAD says of the length of what it does not bring
     */
    public record BackendResponse(
            int status, MultiMap headers, Body body, @Nullable String headLength) {

        /**
         * The response as the client gets it.
         *
         * @param renaming makes the client's headers out of the backend's
         */
        Response passedOn(UnaryOperator<MultiMap> renaming) {
            MultiMap own = renaming.apply(headers);
            if (headLength != null) {
                own.set(HeaderNames.CONTENT_LENGTH, headLength);
            }
            return new Response(status, own, body);
        }
    }

    /**
     * Sends a request. Fails with {@link java.util.concurrent.TimeoutException} when the response
     * did not come in time, with {@link UnreachableException} when there is no connection to the
     * backend, with {@link MalformedResponseException} when the URI is none or the response too
     * large, with {@link dev.gatehouse.http.BodyRejectedException} when the request's body breaks
     * off or its client has gone, and with another exception when the backend breaks off.
     */
    public Future<BackendResponse> send(BackendRequest request) {
        RequestOptions options = new RequestOptions();
        try {
            options.setMethod(HttpMethod.valueOf(request.method()))
                    .setAbsoluteURI(BackendUri.checked(request.uri()));
        } catch (RuntimeException malformed) {
            return Future.failedFuture(
                    new MalformedResponseException("not a URI: " + request.uri()));
        }
        return request.body() instanceof Body.Stream body && isShort(body)
                ? body.buffered(SHORT_BYTES)
                        .compose(whole -> exchange(with(request, Body.of(whole)), options))
                : exchange(request, options);
    }

    private static boolean isShort(Body.Stream body) {
        return body.length() != Body.UNKNOWN && body.length() <= SHORT_BYTES;
    }

    private static BackendRequest with(BackendRequest request, Body body) {
        return new BackendRequest(
                request.method(),
                request.uri(),
                request.headers(),
                body,
                request.disconnection(),
                request.timeout(),
                request.via());
    }

    private Future<BackendResponse> exchange(BackendRequest request, RequestOptions options) {
        Via via = request.via();
        if (via.renamesHost() && !request.headers().contains(HttpHeaders.HOST)) {
            request.headers().set(HttpHeaders.HOST, URI.create(request.uri()).getAuthority());
        }
        return new BackendExchange(request, maxResponseBytes).run(backends.request(options, via));
    }
}
