package dev.gatehouse.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Connections that became WebSockets (RFC 6455): how requests become them, and that {@link
 * ConnectionWatch} leaves them to whoever serves them.
 */
public final class WebSockets {
    /** API Gateway's quota: a longer frame closes the connection with 1009. */
    public static final int MAX_FRAME_BYTES = 32 * 1024;

    private static final AttributeKey<WebSockets> KEY = AttributeKey.valueOf("gatehouse.websocket");
    private static final Breaches BREACHES = new Breaches();
    private static final String VERSION = "13";
    private static final int KEY_LENGTH = 24;

    private boolean upgraded;

    private WebSockets() {}

    static WebSockets on(HttpConnection connection) {
        if (!(connection instanceof ConnectionBase base)) {
            return new WebSockets();
        }
        Attribute<WebSockets> attribute = base.channel().attr(KEY);
        WebSockets known = attribute.get();
        if (known == null) {
            known = new WebSockets();
            attribute.set(known);
        }
        return known;
    }

    /** No compression, as on AWS; whoever accepts a request names the protocol. */
    static void set(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of("*"));
    }

    /** Whether the connection is one. */
    boolean isOne() {
        return upgraded;
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
                && VERSION.equals(request.getHeader("Sec-WebSocket-Version"));
    }

    /**
     * Makes a request one; on its event loop, before anything of it was read.
     *
     * @param protocol the sub-protocol that both speak; null for none
     */
    public static Future<ServerWebSocket> accept(
            HttpServerRequest request, @Nullable String protocol) {
        if (protocol == null) {
            request.headers().remove("Sec-WebSocket-Protocol");
        } else {
            request.headers().set("Sec-WebSocket-Protocol", protocol);
        }
        WebSockets upgrade = on(request.connection());
        upgrade.upgraded = true;
        return request.toWebSocket().onSuccess(WebSockets::opened);
    }

    private static void opened(ServerWebSocket socket) {
        // Nobody asks for the headers any more, and there may be many connections.
        socket.headers().clear();
        if (socket instanceof WebSocketInternal open) {
            ChannelHandlerContext context = open.channelHandlerContext();
            context.pipeline().addBefore(context.name(), "gatehouse.breach", BREACHES);
        }
    }

    /** Tells a client what it broke: Vert.x would close with 1000, as if nothing was. */
    @ChannelHandler.Sharable
    private static final class Breaches extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof CorruptedWebSocketFrameException breach) {
                context.writeAndFlush(
                        new CloseWebSocketFrame(breach.closeStatus(), breach.getMessage()));
            }
            context.fireExceptionCaught(cause);
        }
    }

    /** Ends a connection whose client does not read, for whom no frame could be sent. */
    public static void abort(ServerWebSocket socket) {
        if (socket instanceof WebSocketInternal open) {
            Channel channel = open.channelHandlerContext().channel();
            channel.unsafe().close(channel.voidPromise());
        } else {
            socket.close();
        }
    }
}
