package dev.gatehouse.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose client keeps us waiting: one that sends no complete request head, stops
 * in the middle of a body, or does not read its response. A connection on which we are the ones who
 * take long, such as a function that runs for fifteen minutes, stays; a plain idle timer could not
 * tell the two apart. A client that is slow to read a long response keeps us waiting only when it
 * stops reading.
 *
 * <p>Belongs to one event loop and is only touched there. It looks at connections a few times
 * within the idle time instead of at every event, so that requests pay next to nothing for it.
 */
final class ConnectionWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);
    private static final int LOOKS = 4;
    private static final long SHORTEST_PERIOD_MILLIS = 50;

    private final long periodMillis;
    private final int most;
    private final Map<HttpConnection, Activity> connections = new IdentityHashMap<>();
    private long requests;
    private boolean crowded;

    /** How many have become WebSockets, which their own handler looks after. */
    private int upgraded;

    /**
     * @param most how many connections this event loop may have
     */
    ConnectionWatch(Duration idle, int most) {
        this.most = most;
        periodMillis = Math.max(SHORTEST_PERIOD_MILLIS, idle.toMillis() / LOOKS);
    }

    /**
     * One look after the other: a periodic timer makes up for all that a pause has cost at once.
     */
    void start(Vertx vertx) {
        vertx.setTimer(
                periodMillis,
                _ -> {
                    look();
                    start(vertx);
                });
    }

    void opened(HttpConnection connection) {
        FirstHeadTimer.cancel(connection);
        SilentClients.spoke(connection);
        Activity activity =
                new Activity(Unsent.on(connection), HeldRequests.on(connection), requests);
        connections.put(connection, activity);
        if (connection instanceof ConnectionBase base) {
            Departure departure = new Departure(connection);
            // Also of one that speaks another protocol by then.
            base.channel().closeFuture().addListener(departure);
            WebSockets.whenUpgraded(base.channel(), departure::upgraded);
        } else {
            connection.closeHandler(_ -> connections.remove(connection));
        }
        if (connections.size() + upgraded > most) {
            makeRoom(connection);
        } else if (crowded && connections.size() + upgraded < most / 2) {
            crowded = false;
        }
    }

    /**
     * Forgets a connection that has gone, or that has become a WebSocket: it stays open for hours,
     * and what HTTP needed of it is a third of what it takes.
     */
    private final class Departure implements ChannelFutureListener {
        private @Nullable HttpConnection connection;

        Departure(HttpConnection connection) {
            this.connection = connection;
        }

        void upgraded() {
            upgraded++;
            connections.remove(connection);
            connection = null;
        }

        @Override
        public void operationComplete(ChannelFuture closed) {
            if (connection == null) {
                upgraded--;
            } else {
                connections.remove(connection);
            }
        }
    }

    /** Without it new clients could not even be told that there is no room. */
    private void makeRoom(HttpConnection latest) {
        if (!crowded) {
            crowded = true;
            LOG.warn(
                    "As many clients are connected as may be ({} for each event loop, by ulimit"
                        + " -n): those that have asked for nothing for longest are disconnected",
                    most);
        }
        connections.entrySet().stream()
                .filter(entry -> entry.getKey() != latest && !entry.getValue().isServed())
                .min(Comparator.comparingLong(entry -> entry.getValue().lastRequest))
                .ifPresent(entry -> entry.getKey().close());
    }

    void began(HttpServerRequest request) {
        Activity activity = connections.get(request.connection());
        if (activity != null) {
            activity.began(request, ++requests);
        }
    }

    /** Responds to what has no response yet, since the listener stops. */
    void rejectWhatIsRunning() {
        for (Activity activity : List.copyOf(connections.values())) {
            List.copyOf(activity.open).forEach(MalformedRequest::rejectUnanswered);
        }
    }

    private void look() {
        List<Map.Entry<HttpConnection, Activity>> idle = new ArrayList<>();
        for (Map.Entry<HttpConnection, Activity> entry : connections.entrySet()) {
            if (entry.getValue().idleLooks() > LOOKS) {
                idle.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        idle.forEach(entry -> entry.getValue().unsent.closeWith(entry.getKey()));
    }

    /** What happened on one connection since the last look. */
    private static final class Activity {
        private final List<HttpServerRequest> open = new ArrayList<>(1);
        private final Unsent unsent;
        private final HeldRequests held;
        private boolean active;
        private long bytesSeen;
        private int idleLooks;

        /** The number of its last request among all of the event loop. */
        private long lastRequest;

        Activity(Unsent unsent, HeldRequests held, long lastRequest) {
            this.unsent = unsent;
            this.held = held;
            this.lastRequest = lastRequest;
        }

        /** Whether a request of it is not done. */
        boolean isServed() {
            open.removeIf(Activity::isOver);
            return !open.isEmpty();
        }

        void began(HttpServerRequest request, long number) {
            active = true;
            lastRequest = number;
            if (open.size() == 1 && isOver(open.getFirst())) {
                // As nearly all are, one after the other.
                open.set(0, request);
                return;
            }
            if (!open.isEmpty()) {
                open.removeIf(Activity::isOver);
            }
            open.add(request);
        }

        int idleLooks() {
            open.removeIf(Activity::isOver);
            boolean served = active | isBusy() | unsent.isBeingRead();
            idleLooks = served ? 0 : idleLooks + 1;
            active = false;
            return idleLooks;
        }

        /**
         * Whether we owe the client something, do not want more of it, or some more of a body went
         * either way. A response that waits for the client to read is not owed.
         */
        private boolean isBusy() {
            long bytes = 0;
            boolean owing = held.any();
            for (HttpServerRequest request : open) {
                HttpServerResponse response = request.response();
                bytes += request.bytesRead() + response.bytesWritten();
                owing |=
                        request.isEnded() && !(response.headWritten() && response.writeQueueFull());
            }
            boolean progress = bytes != bytesSeen;
            bytesSeen = bytes;
            return owing || progress;
        }

        private static boolean isOver(HttpServerRequest request) {
            return request.response().ended() && request.isEnded();
        }
    }
}
