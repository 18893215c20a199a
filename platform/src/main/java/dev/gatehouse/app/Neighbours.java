package dev.gatehouse.app;

import dev.gatehouse.app.settings.Config;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.lambda.names.AwsNames;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * AWS services that others run and that judge their callers: requests for them go on, as they came,
 * to the endpoint the settings name, so that one address serves every SDK, also inside functions.
 * The neighbour checks signatures as it sees fit.
 */
final class Neighbours implements Handler<HttpServerRequest> {
    private static final Pattern SCOPE =
            Pattern.compile("Credential=[^/,]+/\\d{8}/[^/,]+/([a-z0-9.-]+)/aws4_request");
    private static final int CONNECTIONS = 200;
    private static final int WAITING = 1_000;
    private static final long PATIENCE_MILLIS = 70_000;

    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer");

    /** The service that has documents for all, and their paths: a user pool's keys and issuer. */
    private static final String POOLS = "cognito-idp";

    private static final Pattern PUBLIC =
            Pattern.compile("/[\\w-]+/\\.well-known/(?:jwks\\.json|openid-configuration)");

    private final Map<String, URI> judging;
    private final Map<String, URI> endpoints;
    private final Once<HttpClient> client;

    /**
     * @param elsewhere where services are, and which of them judge their callers
     */
    Neighbours(Config.Elsewhere elsewhere, Vertx vertx) {
        this.judging = elsewhere.judging();
        this.endpoints = elsewhere.endpoints();
        this.client = new Once<>(() -> client(vertx));
    }

    private static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /** Whether a request is for a service with a configured endpoint. */
    boolean serves(HttpServerRequest request) {
        return !endpoints.isEmpty() && endpoint(request) != null;
    }

    @Override
    public void handle(HttpServerRequest request) {
        URI endpoint = endpoint(request);
        if (endpoint == null) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.pause();
        client.get()
                .request(options(endpoint, request))
                .compose(
                        onward -> {
                            request.headers()
                                    .forEach(
                                            (name, value) ->
                                                    copy(name, value, onward.headers()::add));
                            return onward.send(request);
                        })
                .onSuccess(response -> pass(response, request.response()))
                .onFailure(problem -> unreachable(endpoint, request.response()));
    }

    private static RequestOptions options(URI endpoint, HttpServerRequest request) {
        boolean tls = "https".equals(endpoint.getScheme());
        int port = endpoint.getPort() > 0 ? endpoint.getPort() : tls ? 443 : 80;
        return new RequestOptions()
                .setMethod(request.method())
                .setHost(endpoint.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(request.uri())
                .setIdleTimeout(PATIENCE_MILLIS)
                .setConnectTimeout(PATIENCE_MILLIS / 10);
    }

    private static void pass(HttpClientResponse from, HttpServerResponse response) {
        response.setStatusCode(from.statusCode());
        from.headers().forEach((name, value) -> copy(name, value, response.headers()::add));
        if (from.getHeader("content-length") == null) {
            response.setChunked(true);
        }
        from.pipeTo(response);
    }

    private static void copy(String name, String value, BiConsumer<String, String> into) {
        if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
            into.accept(name, value);
        }
    }

    private static void unreachable(URI endpoint, HttpServerResponse response) {
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(503)
                .putHeader("content-type", "application/json")
                .end(
                        "{\"__type\":\"ServiceUnavailable\",\"message\":\"The configured endpoint %s does not respond\"}"
                                .formatted(endpoint));
    }

    private static boolean isPublic(HttpServerRequest request) {
        String path = request.path();
        return request.method() == HttpMethod.GET && path != null && PUBLIC.matcher(path).matches();
    }

    /**
     * By the signature, in a header or in a link; without one by the name of one of AWS's hosts.
     */
    private @Nullable URI endpoint(HttpServerRequest request) {
        String authorization = request.getHeader("authorization");
        String credential = request.getParam("X-Amz-Credential");
        String claim = authorization == null ? "Credential=" + credential : authorization;
        Matcher scope = SCOPE.matcher(claim);
        if (scope.find()) {
            return judging.get(scope.group(1));
        }
        HostAndPort authority = request.authority();
        String service = authority == null ? null : AwsNames.service(authority.host()).orElse(null);
        if (service == null) {
            return null;
        }
        boolean open = service.equals(POOLS) && isPublic(request);
        return open ? endpoints.get(service) : judging.get(service);
    }
}
