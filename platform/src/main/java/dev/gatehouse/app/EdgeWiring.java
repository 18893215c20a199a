package dev.gatehouse.app;

import dev.gatehouse.app.engine.PoolEndpoint;
import dev.gatehouse.app.settings.Config;
import dev.gatehouse.app.settings.SettingsException;
import dev.gatehouse.ecr.RegistryProtocol;
import dev.gatehouse.http.EdgeRoute;
import dev.gatehouse.http.EdgeSettings;
import dev.gatehouse.http.HttpEdge;
import dev.gatehouse.http.blocking.BlockingHandler;
import dev.gatehouse.http.blocking.BlockingLimits;
import dev.gatehouse.http.blocking.BlockingService;
import dev.gatehouse.http.tls.HostKeys;
import dev.gatehouse.kernel.Once;
import dev.gatehouse.wire.ControlPlane;
import dev.gatehouse.wire.ControlPlaneEdge;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The listeners: APIs to the data plane, the node's own pages, all else to the control plane. Two
 * are for sandboxes alone, without and with TLS, and open when one first connects: by the listener
 * the node knows that a function calls, whatever the function says.
 */
final class EdgeWiring implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** For calls that ended with 503 to leave the store as it should be. */
    private static final Duration LAST_WORK = Duration.ofSeconds(2);

    private final Duration drain;
    private final HttpEdge edge;
    private final Once<HttpEdge> ofSandboxes;
    private final Once<HttpEdge> secure;
    private final BlockingHandler controlPlane;
    private final BlockingHandler controlPlaneOfSandboxes;
    private final BlockingHandler registry;
    private final GatewayEdge gateway;
    private final NodePages pages;
    private final MetricsPage metrics;
    private final Neighbours neighbours;

    EdgeWiring(
            Foundation base,
            ControlPlanes controlPlanes,
            GatewayEdge gateway,
            NodePages pages,
            RegistryProtocol registry,
            PoolEndpoint pools) {
        this.controlPlane = blocking(base, new ControlPlaneEdge(controlPlanes.clients()));
        this.controlPlaneOfSandboxes =
                blocking(base, new ControlPlaneEdge(controlPlanes.sandboxes()));
        this.registry = blocking(base, registry);
        this.gateway = gateway;
        this.pages = pages;
        this.metrics =
                new MetricsPage(
                        base.observation().metrics(),
                        base.config().listen().observed().metricsToken(),
                        base.loops().vertx());
        this.neighbours = new Neighbours(base.config().elsewhere(), pools, base.loops().vertx());
        Config.Listen listen = base.config().listen();
        this.drain = listen.drain();
        this.edge =
                listen(
                        base.loops(),
                        new EdgeSettings(
                                listen.host(),
                                listen.port(),
                                listen.eventLoops(),
                                EdgeSettings.Limits.DEFAULT),
                        request -> route(request, controlPlane));
        this.ofSandboxes =
                new Once<>(() -> listen(base.loops(), loopback(base), this::routeOfSandbox));
        this.secure = new Once<>(() -> listenSecurely(base));
    }

    /**
     * What serves AWS calls.
     *
     * @param clients for clients of the node's port
     * @param sandboxes for functions, at the endpoint of their sandbox
     */
    record ControlPlanes(ControlPlane clients, ControlPlane sandboxes) {}

    int port() {
        return edge.port();
    }

    /** The port for sandboxes. Blocks the first time. */
    int sandboxPort() {
        return ofSandboxes.get().port();
    }

    /** The port for sandboxes that speak TLS. Blocks the first time. */
    int securePort() {
        return secure.get().port();
    }

    @Override
    public void close() throws InterruptedException, ExecutionException, TimeoutException {
        Future<Void> disconnecting =
                gateway.close()
                        .timeout(Math.max(1, drain.toMillis()), TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
        List<Future<Void>> stopping =
                Stream.concat(
                                Stream.of(disconnecting),
                                Stream.of(Optional.of(edge), ofSandboxes.ifMade(), secure.ifMade())
                                        .flatMap(Optional::stream)
                                        .map(each -> each.stop(drain)))
                        .toList();
        Future.join(stopping)
                .toCompletionStage()
                .toCompletableFuture()
                .get(drain.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        controlPlane.drain(LAST_WORK);
        controlPlaneOfSandboxes.drain(LAST_WORK);
        registry.drain(LAST_WORK);
    }

    private static BlockingHandler blocking(Foundation base, BlockingService service) {
        return new BlockingHandler(
                base.loops().vertx(), service, BlockingLimits.DEFAULT, base.folder().spool());
    }

    private Handler<HttpServerRequest> routeOfSandbox(HttpServerRequest request) {
        return route(request, controlPlaneOfSandboxes);
    }

    private Handler<HttpServerRequest> route(
            HttpServerRequest request, Handler<HttpServerRequest> ofAws) {
        String path = request.path() == null ? "/" : request.path();
        Handler<HttpServerRequest> api = gateway.claim(request, ofAws != controlPlane);
        if (api != null) {
            return api;
        }
        if (path.equals(MetricsPage.PATH) && ofAws == controlPlane) {
            return metrics;
        }
        if (pages.serves(request)) {
            return pages;
        }
        if (RegistryProtocol.serves(path, request.getHeader("Authorization"))) {
            return registry;
        }
        return neighbours.serves(request) ? neighbours : ofAws;
    }

    private static String reason(ExecutionException problem) {
        Throwable cause = problem.getCause();
        return String.valueOf(cause == null ? problem.getMessage() : cause.getMessage());
    }

    private HttpEdge listenSecurely(Foundation base) {
        HostKeys keys = new HostKeys(base.authority().get());
        return HttpEdge.listenSecurely(
                        base.loops().vertx(), loopback(base), this::routeOfSandbox, keys)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static EdgeSettings loopback(Foundation base) {
        int loops = base.config().listen().eventLoops();
        return new EdgeSettings("127.0.0.1", 0, loops, EdgeSettings.Limits.DEFAULT);
    }

    private static HttpEdge listen(EventLoops loops, EdgeSettings settings, EdgeRoute route) {
        try {
            return HttpEdge.listen(loops.vertx(), settings, route)
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
