package dev.gatehouse.app;

import dev.gatehouse.app.engine.PoolEndpoint;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.lambda.names.AwsNames;
import io.vertx.core.Future;
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
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /**
     * Documents of user pools, for all: a pool's keys and what it says of itself as an issuer. With
     * its underscore a pool's id is the name of no bucket.
     */
    private static final Pattern DOCUMENTS =
            Pattern.compile(
                    "/[a-zA-Z0-9-]+_[a-zA-Z0-9]+/\\.well-known/(?:jwks\\.json|openid-configuration)");

    private final Map<String, URI> judging;
    private final PoolEndpoint pools;
    private final Once<HttpClient> client;

    /**
     * @param elsewhere where services are, and which of them judge their callers
     * @param pools where user pools are, when not at AWS
     */
    Neighbours(Config.Elsewhere elsewhere, PoolEndpoint pools, Vertx vertx) {
        this.judging = elsewhere.judging();
        this.pools = pools;
        this.client = new Once<>(() -> client(vertx));
    }

    private static HttpClient client(Vertx vertx) {
        return vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /** Whether a request is for a service that judges its callers, or for a pool's document. */
    boolean serves(HttpServerRequest request) {
        return isDocument(request) || (!judging.isEmpty() && endpoint(request) != null);
    }

    @Override
    public void handle(HttpServerRequest request) {
        URI judge = endpoint(request);
        if (judge == null && !isDocument(request)) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.pause();
        Future<URI> found = judge == null ? pools.find() : Future.succeededFuture(judge);
        found.onSuccess(endpoint -> send(request, endpoint))
                .onFailure(
                        problem ->
                                unreachable(
                                        String.valueOf(problem.getMessage()), request.response()));
    }

    private void send(HttpServerRequest request, URI endpoint) {
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
                .onFailure(
                        _ ->
                                unreachable(
                                        "The configured endpoint %s does not respond"
                                                .formatted(endpoint),
                                        request.response()));
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

    private static void unreachable(String problem, HttpServerResponse response) {
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(503)
                .putHeader("content-type", "application/json")
                .end(
                        new JsonObject()
                                .put("__type", "ServiceUnavailable")
                                .put("message", problem)
                                .encode());
    }

    /** Asked for at AWS's host of user pools, or at the node's own address. */
    private boolean isDocument(HttpServerRequest request) {
        String path = request.path();
        return pools.isThere()
                && request.method() == HttpMethod.GET
                && path != null
                && DOCUMENTS.matcher(path).matches()
                && request.getHeader("authorization") == null
                && serviceByHost(request).orElse(PoolEndpoint.SERVICE).equals(PoolEndpoint.SERVICE);
    }

    private static Optional<String> serviceByHost(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? Optional.empty() : AwsNames.service(authority.host());
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
        return serviceByHost(request).map(judging::get).orElse(null);
    }
}
