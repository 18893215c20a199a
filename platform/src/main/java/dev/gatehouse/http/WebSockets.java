package dev.gatehouse.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Connections that became WebSockets (RFC 6455): how requests become them, and that {@link
 * ConnectionWatch} leaves them to their handler.
 */
public final class WebSockets {
    /** API Gateway's quota: a longer frame closes the connection with 1009. */
    public static final int MAX_FRAME_BYTES = 32 * 1024;

    private static final AttributeKey<Runnable> KEY = AttributeKey.valueOf("gatehouse.websocket");
    private static final String HANDLER = "gatehouse.websocket";

    /** No compression, as on AWS. */
    private static final WebSocketDecoderConfig FRAMES =
            WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(MAX_FRAME_BYTES)
                    .closeOnProtocolViolation(false)
                    .build();

    private static final String VERSION_HEADER = "Sec-WebSocket-Version";
    private static final String VERSION = "13";
    private static final int KEY_LENGTH = 24;

    private WebSockets() {}

    /** Sets what is told when a connection becomes one; on its event loop. */
    static void whenUpgraded(Channel channel, Runnable told) {
        channel.attr(KEY).set(told);
    }

    /** Without what Vert.x would look for extensions with, which answers on its own. */
    static void set(HttpServerOptions options) {
        options.setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }

    /** Whether a request asks to become one. */
    public static boolean asks(HttpServerRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /** Whether such a request is as RFC 6455, 4.2.1, wants it. */
    public static boolean isWellFormed(HttpServerRequest request) {
        String connection = request.getHeader("Connection");
        String key = request.getHeader("Sec-WebSocket-Key");
        return request.method().name().equals("GET")
                && connection != null
                && List.of(connection.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1))
                        .contains("upgrade")
                && key != null
                && key.length() == KEY_LENGTH
                && VERSION.equals(request.getHeader(VERSION_HEADER));
    }

    /**
     * Makes a request one; on its event loop, before anything of it was read. Nothing is read of
     * the connection until it is opened.
     *
     * @param protocol the sub-protocol that both speak; null for none
     */
    public static Future<WebSocketChannel> accept(
            HttpServerRequest request, @Nullable String protocol) {
        ContextInternal vertx = ContextInternal.current();
        Promise<WebSocketChannel> accepted = vertx.promise();
        if (!(request.connection() instanceof ConnectionBase base)) {
            accepted.fail("no connection of HTTP/1.1");
            return accepted.future();
        }
        Channel channel = base.channel();
        Runnable told = channel.attr(KEY).getAndSet(null);
        if (told != null) {
            told.run();
        }
        WebSocketChannel socket = new WebSocketChannel(vertx);
        channel.pipeline().replace(base.channelHandlerContext().name(), HANDLER, socket);
        new WebSocketServerHandshaker13(null, protocol, FRAMES)
                .handshake(channel, head(request, protocol), null, channel.newPromise())
                .addListener(
                        sent ->
                                vertx.emit(
                                        sent,
                                        done -> {
                                            if (done.isSuccess()) {
                                                accepted.complete(socket);
                                            } else {
                                                accepted.fail(done.cause());
                                            }
                                        }));
        return accepted.future();
    }

    /** What the handshake looks at. */
    private static FullHttpRequest head(HttpServerRequest request, @Nullable String protocol) {
        FullHttpRequest head =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.uri());
        for (String name : List.of("Upgrade", "Connection", "Sec-WebSocket-Key", VERSION_HEADER)) {
            head.headers().set(name, request.getHeader(name));
        }
        if (protocol != null) {
            head.headers().set("Sec-WebSocket-Protocol", protocol);
        }
        return head;
    }
}
