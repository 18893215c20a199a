package dev.gatehouse.gateway.websocket;

import dev.gatehouse.gateway.plan.ApiAddress;
import dev.gatehouse.http.WebSocketChannel;
import dev.gatehouse.kernel.Clock;
import dev.gatehouse.proxy.Authorized;
import dev.gatehouse.proxy.ConnectionFacts;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * One client that is connected. It belongs to the event loop of its socket; what others ask of it,
 * they ask there.
 */
final class Connection {
    /** What may wait for a client to read it: some messages of the longest sort. */
    private static final int MAX_UNREAD_BYTES = 8 * MessageReader.MAX_BYTES;

    /** Messages that are being worked on at once; with more, its client is not read from. */
    private static final int MOST_RUNNING = 64;

    private static final int MOST_RUNNING_BYTES = 8 * MessageReader.MAX_BYTES;

    private final Home home;
    private final ConnectionFacts facts;
    private final Authorized authorized;
    private final WebSocketChannel socket;
    private final Context context;
    private final Clock clock;
    private volatile long lastActive;
    private int unreadBytes;
    private int running;
    private int runningBytes;
    private boolean held;
    private @Nullable CloseReason ending;

    /** The stage that a connection is of. */
    record Home(ApiAddress api, String stage) {}

    /** Hears of what happens on a connection, on its event loop. */
    interface Listener {
        /** A message came; the future is complete when nothing is left to do about it. */
        Future<?> message(Connection connection, Buffer body);

        /** It has ended; said once. */
        void ended(Connection connection, CloseReason reason);
    }

    Connection(
            Home home,
            ConnectionFacts facts,
            Authorized authorized,
            WebSocketChannel socket,
            Clock clock) {
        this.home = home;
        this.facts = facts;
        this.authorized = authorized;
        this.socket = socket;
        this.context = ContextInternal.current();
        this.clock = clock;
        this.lastActive = clock.millis();
    }

    /** Begins to read. */
    void open(Listener listener) {
        socket.open(new Frames(listener));
    }

    /** Makes messages of what comes. */
    private final class Frames implements WebSocketChannel.Listener {
        private final Listener listener;
        private final MessageReader reader;

        Frames(Listener listener) {
            this.listener = listener;
            this.reader =
                    new MessageReader(body -> take(body, listener), Connection.this::closeHere);
        }

        @Override
        public void heard() {
            lastActive = clock.millis();
        }

        @Override
        public void text(Buffer bytes, boolean last) {
            if (ending == null) {
                reader.take(bytes, last);
            }
        }

        @Override
        public void binary() {
            if (ending == null) {
                reader.fail(CloseReason.BINARY);
            }
        }

        @Override
        public void breach(int code, String reason) {
            ending = ending == null ? new CloseReason(code, reason) : ending;
        }

        @Override
        public void ended(int code, String reason) {
            listener.ended(
                    Connection.this, ending == null ? CloseReason.ofClient(code, reason) : ending);
        }
    }

    private void take(Buffer body, Listener listener) {
        running++;
        runningBytes += body.length();
        if (running >= MOST_RUNNING || runningBytes >= MOST_RUNNING_BYTES) {
            held = true;
            socket.pause();
        }
        listener.message(this, body).onComplete(_ -> release(body.length()));
    }

    private void release(int bytes) {
        running--;
        runningBytes -= bytes;
        if (held && running < MOST_RUNNING / 2 && runningBytes < MOST_RUNNING_BYTES / 2) {
            held = false;
            socket.resume();
        }
    }

    Home home() {
        return home;
    }

    ConnectionFacts facts() {
        return facts;
    }

    /** Who connected. */
    Authorized authorized() {
        return authorized;
    }

    /** When a frame was sent or came last, in milliseconds since 1970. */
    long lastActive() {
        return lastActive;
    }

    /**
     * Sends a message: a text where the bytes are one. From any event loop, on which the future
     * completes; false when the connection is gone, or goes because its client does not read.
     */
    Future<Boolean> send(Buffer message) {
        ContextInternal caller = ContextInternal.current();
        if (caller == null || caller == context) {
            return Future.succeededFuture(write(message));
        }
        Promise<Boolean> sent = caller.promise();
        context.runOnContext(_ -> sent.complete(write(message)));
        return sent.future();
    }

    private boolean write(Buffer message) {
        if (ending != null || socket.isClosed()) {
            return false;
        }
        if (unreadBytes > 0 && unreadBytes + message.length() > MAX_UNREAD_BYTES) {
            abort();
            return false;
        }
        unreadBytes += message.length();
        lastActive = clock.millis();
        int length = message.length();
        socket.send(message, TextCheck.isText(message)).addListener(_ -> unreadBytes -= length);
        return true;
    }

    private void abort() {
        ending = CloseReason.NOT_READ;
        socket.abort();
    }

    /** Closes it; from any event loop. */
    void close(CloseReason reason) {
        context.runOnContext(_ -> closeHere(reason));
    }

    /** Closes it on its own event loop: no frame behind the one that led to it is heard. */
    private void closeHere(CloseReason reason) {
        if (ending == null && !socket.isClosed()) {
            ending = reason;
            socket.close(reason.code(), reason.text());
        }
    }
}
