package dev.gatehouse.gateway.integrate;

import dev.gatehouse.gateway.integrate.link.OwnHosts;
import dev.gatehouse.gateway.integrate.link.Via;
import dev.gatehouse.http.outbound.Targets;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients that reach HTTP backends, one for each event loop: a pool of connections that event
 * loops share would hand a request to another thread and back. They connect to allowed targets
 * only, and follow no redirects: a client of the API gets those.
 */
public final class Backends {
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();
    private final Supplier<HttpClient> opening;
    private final Targets targets;
    private final @Nullable OwnHosts own;

    /**
     * @param opening makes a client; its pool bounds one event loop's connections and waiting
     *     requests
     */
    public Backends(Supplier<HttpClient> opening, Targets targets) {
        this(opening, targets, null);
    }

    /**
     * @param own names that lead to the node itself; null where none does
     */
    public Backends(Supplier<HttpClient> opening, Targets targets, @Nullable OwnHosts own) {
        this.opening = opening;
        this.targets = targets;
        this.own = own;
    }

    /**
     * Opens a request to the host and port the options name; only to be called on an event loop.
     * Fails with a {@link dev.gatehouse.http.outbound.DeniedTargetException} when they are no
     * allowed target, and otherwise as Vert.x does.
     */
    public Future<HttpClientRequest> request(RequestOptions options) {
        return request(options, Via.INTERNET);
    }

    /** The same, connected in another way; what an operator named is allowed. */
    Future<HttpClientRequest> request(RequestOptions options, Via via) {
        HttpClient client = here();
        URI target = via.target();
        Future<SocketAddress> address =
                target == null ? resolve(options) : Future.succeededFuture(Via.address(target));
        via.apply(options);
        return address.compose(found -> client.request(options.setServer(found)));
    }

    private Future<SocketAddress> resolve(RequestOptions options) {
        Future<SocketAddress> here = own == null ? null : own.redirect(options);
        return here == null ? targets.resolve(options.getHost(), options.getPort()) : here;
    }

    private HttpClient here() {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            throw new IllegalStateException("not on an event loop");
        }
        EventLoop loop = context.nettyEventLoop();
        HttpClient known = clients.get(loop);
        return known != null ? known : clients.computeIfAbsent(loop, _ -> opening.get());
    }
}
