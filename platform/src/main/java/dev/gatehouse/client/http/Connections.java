package dev.gatehouse.client.http;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.wire.message.Headers;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connections to one endpoint: kept alive, bounded in number and time. Blocks. */
public final class Connections implements AutoCloseable {
    /** The code of the error that there is no connection to the endpoint. */
    public static final String NOT_REACHABLE = "EndpointConnectionError";

    /** The transport writes these itself. */
    private static final Set<String> OF_THE_TRANSPORT =
            Set.of(
                    "host",
                    "connection",
                    "content-length",
                    "expect",
                    "upgrade",
                    "transfer-encoding");

    private final URI endpoint;
    private final CallLimits limits;
    private final Semaphore free;
    private final HttpClient http;

    /**
     * @param endpoint scheme and authority; nothing of its path is used
     */
    public Connections(URI endpoint, CallLimits limits) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.free = new Semaphore(limits.calls());
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(limits.connect())
                        .build();
    }

    public URI endpoint() {
        return endpoint;
    }

    /** The Host header that requests will carry: a port only where it is not the scheme's. */
    public String host() {
        int port = endpoint.getPort();
        boolean usual = port < 0 || port == ("https".equals(endpoint.getScheme()) ? 443 : 80);
        return usual ? endpoint.getHost() : endpoint.getHost() + ':' + port;
    }

    /**
     * Sends a request and returns its response, in memory.
     *
     * @throws ServiceException no response: not reachable, too late, or too many calls at once
     */
    public AwsResponse exchange(AwsRequest request) {
        acquire();
        try {
            return response(request, whole());
        } finally {
            free.release();
        }
    }

    /**
     * Sends a request; the body of a response that is no error is read from the connection, which
     * is free again once that is closed.
     */
    public AwsResponse open(AwsRequest request) {
        acquire();
        InputStream body = null;
        try {
            AwsResponse response =
                    response(
                            request,
                            head ->
                                    head.statusCode() < 300
                                            ? BodySubscribers.ofInputStream()
                                            : whole().apply(head));
            body = new Releasing(response.body(), free);
            return new AwsResponse(response.status(), response.headers(), body);
        } finally {
            if (body == null) {
                free.release();
            }
        }
    }

    /** A body that frees its connection once it is closed. */
    private static final class Releasing extends FilterInputStream {
        private final Semaphore free;
        private final AtomicBoolean closed = new AtomicBoolean();

        Releasing(InputStream body, Semaphore free) {
            super(body);
            this.free = free;
        }

        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                free.release();
                super.close();
            }
        }
    }

    private BodyHandler<InputStream> whole() {
        BodyHandler<byte[]> bytes =
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.responseBytes());
        return head -> BodySubscribers.mapping(bytes.apply(head), ByteArrayInputStream::new);
    }

    private AwsResponse response(AwsRequest request, BodyHandler<InputStream> body) {
        CompletableFuture<HttpResponse<InputStream>> sent =
                http.sendAsync(httpRequest(request), body);
        try {
            HttpResponse<InputStream> response =
                    sent.get(limits.response().toMillis(), TimeUnit.MILLISECONDS);
            return new AwsResponse(response.statusCode(), headers(response), response.body());
        } catch (ExecutionException problem) {
            throw failure(problem);
        } catch (TimeoutException late) {
            sent.cancel(true);
            throw Unreachable.late(endpoint, limits.response());
        } catch (InterruptedException interrupted) {
            sent.cancel(true);
            throw Unreachable.interrupted();
        }
    }

    private ServiceException failure(ExecutionException problem) {
        if (problem.getCause() instanceof IOException) {
            return Unreachable.endpoint(endpoint);
        }
        throw new IllegalStateException("a request that cannot be sent", problem.getCause());
    }

    private void acquire() {
        try {
            if (!free.tryAcquire(limits.connect().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Unreachable.tooMany(endpoint);
            }
        } catch (InterruptedException interrupted) {
            throw Unreachable.interrupted();
        }
    }

    /** Of a request that a client made, so that its path may be anything. */
    private URI uri(AwsRequest request) {
        String query = request.query().isEmpty() ? "" : '?' + request.query();
        // Without a slash it would go on with the name of the host.
        String slash = request.path().startsWith("/") ? "" : "/";
        try {
            return URI.create(
                    endpoint.getScheme()
                            + "://"
                            + endpoint.getRawAuthority()
                            + slash
                            + request.path()
                            + query);
        } catch (IllegalArgumentException malformed) {
            throw new ServiceException("InvalidURI", 400, "Couldn't parse the specified URI.");
        }
    }

    private HttpRequest httpRequest(AwsRequest request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(request))
                        .method(
                                request.method(),
                                request.body().length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(request.body()));
        request.headers()
                .forEach(
                        (name, value) -> {
                            if (!OF_THE_TRANSPORT.contains(name.toLowerCase(Locale.ROOT))) {
                                builder.header(name, value);
                            }
                        });
        return builder.build();
    }

    private static Headers headers(HttpResponse<?> response) {
        Headers.Builder headers = Headers.builder();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
        return headers.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
