package dev.gatehouse.app;

import dev.gatehouse.observe.Metrics;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The metrics, for the operator: with the token of the settings, or where there is none for clients
 * on the node's own machine. Functions have no way here.
 */
final class MetricsPage implements Handler<HttpServerRequest> {
    static final String PATH = "/_gatehouse/metrics";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final String token;
    private final Vertx vertx;

    /**
     * @param token what clients must bring; empty for none
     */
    MetricsPage(Metrics metrics, String token, Vertx vertx) {
        this.metrics = metrics;
        this.token = token;
        this.vertx = vertx;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!allowed(request)) {
            request.response()
                    .setStatusCode(token.isEmpty() ? 403 : 401)
                    .putHeader("content-type", "text/plain")
                    .end(
                            token.isEmpty()
                                    ? "metrics are for this machine; the setting metrics-token"
                                            + " opens them to others\n"
                                    : "metrics want the metrics-token: Authorization: Bearer …\n");
            return;
        }
        vertx.executeBlocking(metrics::scrape)
                .onSuccess(text -> request.response().putHeader("content-type", TEXT).end(text))
                .onFailure(_ -> request.response().setStatusCode(500).end());
    }

    private boolean allowed(HttpServerRequest request) {
        if (token.isEmpty()) {
            return isLoopback(request.remoteAddress().hostAddress());
        }
        String given = request.getHeader("authorization");
        byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return given != null
                && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
