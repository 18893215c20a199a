package dev.gatehouse.gateway.websocket;

import dev.gatehouse.kernel.Clock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All clients that are connected to this node's WebSocket APIs, by their ids. */
final class Connections {
    private static final long LONGEST_LOOK_MILLIS = 1_000;
    private static final int LOOKS = 4;
    private static final long SETTLING_LOOK_MILLIS = 10;

    private final ConnectionLimits limits;
    private final Clock clock;
    private final Map<String, Connection> open = new ConcurrentHashMap<>();
    private final Set<Future<?>> telling = ConcurrentHashMap.newKeySet();

    /** Those that are about to be open, too. */
    private final AtomicInteger places = new AtomicInteger();

    Connections(ConnectionLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Looks for those that are idle or old from time to time, on this event loop. */
    void watch(Vertx vertx) {
        long period = Math.clamp(limits.idle().toMillis() / LOOKS, 1, LONGEST_LOOK_MILLIS);
        vertx.setPeriodic(period, _ -> look());
    }

    private void look() {
        long now = clock.millis();
        long idle = now - limits.idle().toMillis();
        long old = now - limits.life().toMillis();
        for (Connection connection : open.values()) {
            if (connection.lastActive() <= idle || connection.facts().connectedAt() <= old) {
                connection.close(CloseReason.GOING_AWAY);
            }
        }
    }

    /** Takes a place for one more; false when there is none. */
    boolean reserve() {
        if (places.incrementAndGet() <= limits.connections()) {
            return true;
        }
        places.decrementAndGet();
        return false;
    }

    /** Gives back a place. */
    void release() {
        places.decrementAndGet();
    }

    /** Adds one that has its place. */
    void add(Connection connection) {
        open.put(connection.facts().id(), connection);
    }

    /** Forgets one that has ended; its place is still to be given back. */
    void remove(Connection connection) {
        open.remove(connection.facts().id());
    }

    /** The one with this id; null when there is none. */
    @Nullable Connection find(String id) {
        return open.get(id);
    }

    /** Somebody is being told of one's end. */
    void telling(Future<?> told) {
        telling.add(told);
        told.onComplete(_ -> telling.remove(told));
    }

    /**
     * Closes all of them, those too whose clients are being let in. Completes when all integrations
     * that want to know were told, or when none of that goes on any more.
     */
    Future<Void> closeAll(Vertx vertx) {
        Promise<Void> all = Promise.promise();
        settle(vertx, all);
        return all.future();
    }

    private void settle(Vertx vertx, Promise<Void> all) {
        open.values().forEach(connection -> connection.close(CloseReason.GOING_AWAY));
        if (places.get() == 0 && telling.isEmpty()) {
            all.complete();
        } else {
            vertx.setTimer(SETTLING_LOOK_MILLIS, _ -> settle(vertx, all));
        }
    }
}
