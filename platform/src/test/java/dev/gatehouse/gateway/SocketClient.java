package dev.gatehouse.gateway;

import dev.gatehouse.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a WebSocket API: the JDK's. */
final class SocketClient implements WebSocket.Listener {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder begun = new StringBuilder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private WebSocket socket;
    private volatile int closeCode;
    private volatile String closeText = "";

    /**
     * Connects.
     *
     * @param headers names and values in turn
     */
    static SocketClient connect(HttpClient client, URI uri, String... headers) {
        return connect(client, uri, null, List.of(headers));
    }

    static SocketClient connect(HttpClient client, URI uri, String protocol, List<String> headers) {
        SocketClient connected = new SocketClient();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.size(); i += 2) {
            builder.header(headers.get(i), headers.get(i + 1));
        }
        if (protocol != null) {
            builder.subprotocols(protocol);
        }
        connected.socket = builder.buildAsync(uri, connected).join();
        return connected;
    }

    /** The status with which a handshake is rejected. */
    static int rejected(HttpClient client, URI uri, String... headers) {
        try {
            connect(client, uri, headers).close(1000, "");
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw failed;
        }
        throw new AssertionError("the handshake succeeded");
    }

    SocketClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** The next message. */
    String next() {
        try {
            String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came; closed with " + closeCode);
            }
            return message;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    boolean hasMessage() {
        return !messages.isEmpty();
    }

    void close(int code, String reason) {
        socket.sendClose(code, reason).join();
    }

    /** Ends without a word. */
    void abort() {
        socket.abort();
    }

    /** The code with which the server closed. */
    int closeCode() {
        Eventually.holds(() -> closed.getCount() == 0);
        return closeCode;
    }

    String closeText() {
        closeCode();
        return closeText;
    }

    String protocol() {
        return socket.getSubprotocol();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        begun.append(data);
        if (last) {
            messages.add(begun.toString());
            begun.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, java.nio.ByteBuffer data, boolean last) {
        messages.add(data.remaining() + " bytes");
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        closeText = reason;
        closed.countDown();
        return null;
    }
}
