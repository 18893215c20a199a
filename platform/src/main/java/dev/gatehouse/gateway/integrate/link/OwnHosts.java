package dev.gatehouse.gateway.integrate.link;

import dev.gatehouse.function.FunctionUrls;
import dev.gatehouse.gateway.plan.host.Destination;
import dev.gatehouse.gateway.plan.host.PlanTable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * AWS's names of what this node serves: when an integration or an issuer's URL names one of the
 * node's own APIs or function URLs, the request stays on the node. It goes to a port on loopback
 * that serves those and nothing else, which is opened when it is first needed.
 *
 * <p>Custom domain names are not among them: its maker chooses it, and could have what another
 * account sends to a host of that name. DNS says where those lead.
 */
public final class OwnHosts {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int HTTP = 80;
    private static final int NOT_FOUND = 404;

    /** As long as a request line or a head may be. */
    private static final int HEAD_BYTES = 64 * 1024;

    private static final String URL_LABEL = ".lambda-url.";
    private static final String URL_DOMAIN = ".on.aws";
    private static final String API_DOMAIN = ".amazonaws.com";

    private final Vertx vertx;
    private final PlanTable plans;
    private final FunctionUrls urls;
    private final BiFunction<HttpServerRequest, Boolean, @Nullable Handler<HttpServerRequest>>
            claim;
    private @Nullable Future<SocketAddress> opened;

    /**
     * @param claim finds what serves a request; the second argument is whether a function sent it
     */
    public OwnHosts(
            Vertx vertx,
            PlanTable plans,
            FunctionUrls urls,
            BiFunction<HttpServerRequest, Boolean, @Nullable Handler<HttpServerRequest>> claim) {
        this.vertx = vertx;
        this.plans = plans;
        this.urls = urls;
        this.claim = claim;
    }

    /** Where a request goes whose host is the node's; null for any other host. */
    public @Nullable Future<SocketAddress> redirect(RequestOptions options) {
        if (!serves(options.getHost().toLowerCase(Locale.ROOT))) {
            return null;
        }
        options.setSsl(false).setPort(HTTP);
        return address();
    }

    private boolean serves(String host) {
        if (host.endsWith(API_DOMAIN)) {
            return !plans.hosts().hasDomain(host)
                    && plans.hosts().find(host, "/", () -> false) instanceof Destination.Api;
        }
        int url = host.endsWith(URL_DOMAIN) ? host.indexOf(URL_LABEL) : -1;
        return url > 0 && urls.knows(host.substring(0, url));
    }

    private synchronized Future<SocketAddress> address() {
        if (opened == null || opened.failed()) {
            HttpServerOptions options =
                    new HttpServerOptions()
                            .setMaxInitialLineLength(HEAD_BYTES)
                            .setMaxHeaderSize(HEAD_BYTES);
            opened =
                    vertx.createHttpServer(options)
                            .requestHandler(this::serve)
                            .listen(0, LOOPBACK)
                            .map(HttpServer::actualPort)
                            .map(port -> SocketAddress.inetSocketAddress(port, LOOPBACK));
        }
        return opened;
    }

    private void serve(HttpServerRequest request) {
        Handler<HttpServerRequest> handler = claim.apply(request, false);
        if (handler == null) {
            request.response().setStatusCode(NOT_FOUND).end();
        } else {
            handler.handle(request);
        }
    }
}
