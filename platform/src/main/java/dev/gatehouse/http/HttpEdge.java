package dev.gatehouse.http;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * One listener: HTTP/1.1 and HTTP/2 on one port, with TLS or without, on as many event loops as it
 * was given. It bounds what clients send, rejects what is not HTTP, and hands each request to the
 * handler the route names.
 */
public final class HttpEdge {
    /** How long the last responses may take to be read. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Tells listeners on free ports apart; the event loops of one listener share its number. */
    private static final AtomicInteger FREE_PORTS = new AtomicInteger();

    private final Vertx vertx;
    private final EdgeSettings settings;
    private final EdgeRoute route;
    private final @Nullable X509KeyManager keys;
    private final SocketAddress address;
    private final List<Share> shares = new CopyOnWriteArrayList<>();

    /** One event loop's share of the listener. */
    private record Share(HttpServer server, ConnectionWatch watch, Context context) {}

    private HttpEdge(
            Vertx vertx, EdgeSettings settings, EdgeRoute route, @Nullable X509KeyManager keys) {
        this.vertx = vertx;
        this.settings = settings;
        this.route = route;
        this.keys = keys;
        this.address =
                settings.port() == 0
                        ? SocketAddress.sharedRandomPort(
                                FREE_PORTS.incrementAndGet(), settings.host())
                        : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    }

    /** Opens a listener; the future fails when the address cannot be bound. */
    public static Future<HttpEdge> listen(Vertx vertx, EdgeSettings settings, EdgeRoute route) {
        return new HttpEdge(vertx, settings, route, null).deploy();
    }

    /**
     * The same with TLS.
     *
     * @param keys the server's certificates
     */
    public static Future<HttpEdge> listenSecurely(
            Vertx vertx, EdgeSettings settings, EdgeRoute route, X509KeyManager keys) {
        return new HttpEdge(vertx, settings, route, keys).deploy();
    }

    private Future<HttpEdge> deploy() {
        DeploymentOptions options = new DeploymentOptions().setInstances(settings.eventLoops());
        return vertx.deployVerticle(this::instance, options).map(this);
    }

    /** The port it listens on. */
    public int port() {
        return shares.getFirst().server().actualPort();
    }

    /**
     * Takes no more connections and lets running requests end, but only for {@code patience}: those
     * that are left then get a 503.
     */
    public Future<Void> stop(Duration patience) {
        long rejecting =
                vertx.setTimer(Math.max(1, patience.toMillis()), _ -> rejectWhatIsRunning());
        List<Future<Void>> stopping =
                shares.stream()
                        .map(share -> share.server().shutdown(patience.plus(LAST_WORDS)))
                        .toList();
        return Future.join(stopping).<Void>mapEmpty().onComplete(_ -> vertx.cancelTimer(rejecting));
    }

    private void rejectWhatIsRunning() {
        for (Share share : shares) {
            share.context().runOnContext(_ -> share.watch().rejectWhatIsRunning());
        }
    }

    private VerticleBase instance() {
        return new VerticleBase() {
            @Override
            public Future<?> start() {
                return listen();
            }
        };
    }

    private Future<HttpServer> listen() {
        ConnectionWatch watch =
                new ConnectionWatch(
                        settings.limits().idle(),
                        Math.max(1, settings.limits().connections() / settings.eventLoops()));
        RequestGate gate = new RequestGate(route, watch);
        HttpServer server = vertx.createHttpServer(options());
        shares.add(new Share(server, watch, vertx.getOrCreateContext()));
        server.connectionHandler(watch::opened);
        server.requestHandler(gate::accept);
        server.invalidRequestHandler(MalformedRequest::respond);
        watch.start(vertx);
        return server.listen(address);
    }

    private HttpServerOptions options() {
        EdgeSettings.Limits limits = settings.limits();
        HttpServerOptions options =
                new HttpServerOptions()
                        .setMaxInitialLineLength(limits.requestLineBytes())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxHeaderListSize(limits.headerBytes())
                                        .setMaxConcurrentStreams(100))
                        .setTcpNoDelay(true)
                        .setHandle100ContinueAutomatically(false);
        if (keys != null) {
            options.setSsl(true).setUseAlpn(true).setKeyCertOptions(KeyCertOptions.wrap(keys));
        }
        WebSockets.set(options);
        FirstHeadTimer.set(options, limits.idle());
        return options;
    }
}
