package dev.gatehouse.gateway.integrate;

import io.netty.channel.EventLoop;
import io.vertx.core.http.HttpClient;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The clients that reach HTTP backends, one for each event loop: a pool of connections that event
 * loops share would hand a request to another thread and back.
 */
public final class Backends {
    private final Map<EventLoop, HttpClient> clients = new ConcurrentHashMap<>();
    private final Supplier<HttpClient> opening;

    /**
     * @param opening makes a client; its pool bounds one event loop's connections and waiting
     *     requests
     */
    public Backends(Supplier<HttpClient> opening) {
        this.opening = opening;
    }

    /** The client of the caller's event loop; only to be called on one. */
    HttpClient here() {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            throw new IllegalStateException("not on an event loop");
        }
        EventLoop loop = context.nettyEventLoop();
        HttpClient known = clients.get(loop);
        return known != null ? known : clients.computeIfAbsent(loop, _ -> opening.get());
    }
}
