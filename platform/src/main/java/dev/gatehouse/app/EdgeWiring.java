package dev.gatehouse.app;

import dev.gatehouse.gateway.Gateway;
import dev.gatehouse.http.BlockingHandler;
import dev.gatehouse.http.BlockingLimits;
import dev.gatehouse.http.EdgeSettings;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.tls.HostKeys;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ControlPlaneEdge;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The listeners: APIs to the data plane, the node's own pages, all else to the control plane. The
 * second one, with TLS, is for sandboxes, and opens when one first connects.
 */
final class EdgeWiring implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpEdge edge;
    private final Once<HttpEdge> secure;
    private final BlockingHandler controlPlane;
    private final Handler<HttpServerRequest> gateway;
    private final NodePages pages;
    private final Neighbours neighbours;

    EdgeWiring(Foundation base, ControlPlane controlPlane, GatewayEdge gateway, NodePages pages) {
        this.controlPlane =
                new BlockingHandler(
                        base.loops().vertx(),
                        new ControlPlaneEdge(controlPlane),
                        BlockingLimits.DEFAULT);
        this.gateway = gateway;
        this.pages = pages;
        this.neighbours = new Neighbours(base.config().endpoints(), base.loops().vertx());
        Config.Listen listen = base.config().listen();
        this.edge =
                listen(
                        base.loops(),
                        new EdgeSettings(
                                listen.host(),
                                listen.port(),
                                listen.eventLoops(),
                                EdgeSettings.Limits.DEFAULT));
        this.secure = new Once<>(() -> listenSecurely(base));
    }

    int port() {
        return edge.port();
    }

    /** The port for sandboxes that speak TLS. Blocks the first time. */
    int securePort() {
        return secure.get().port();
    }

    @Override
    public void close() throws InterruptedException, ExecutionException, TimeoutException {
        Future<Void> stopped = edge.stop(PATIENCE);
        if (secure.ifMade().isPresent()) {
            stopped = Future.join(stopped, secure.get().stop(PATIENCE)).mapEmpty();
        }
        stopped.toCompletionStage()
                .toCompletableFuture()
                .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        controlPlane.drain(PATIENCE);
    }

    private Handler<HttpServerRequest> route(HttpServerRequest request) {
        String path = request.path() == null ? "/" : request.path();
        HostAndPort authority = request.authority();
        if (Gateway.claims(authority == null ? "" : authority.host(), path)) {
            return gateway;
        }
        if (pages.serves(path)) {
            return pages;
        }
        return neighbours.serves(request) ? neighbours : controlPlane;
    }

    private static String reason(ExecutionException problem) {
        Throwable cause = problem.getCause();
        return String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
    }

    private HttpEdge listenSecurely(Foundation base) {
        int loops = base.config().listen().eventLoops();
        EdgeSettings settings =
                new EdgeSettings("127.0.0.1", 0, loops, EdgeSettings.Limits.DEFAULT);
        HostKeys keys = new HostKeys(base.authority().get());
        return HttpEdge.listenSecurely(base.loops().vertx(), settings, this::route, keys)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private HttpEdge listen(EventLoops loops, EdgeSettings settings) {
        try {
            return HttpEdge.listen(loops.vertx(), settings, this::route)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException problem) {
            throw new SettingsException(
                    "cannot listen on %s port %d: %s; choose another --host or --port, or port 0 for a free one"
                            .formatted(settings.host(), settings.port(), reason(problem)));
        } catch (InterruptedException | TimeoutException problem) {
            throw new SettingsException(
                    "listening on %s port %d took too long"
                            .formatted(settings.host(), settings.port()));
        }
    }
}
