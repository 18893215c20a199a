package dev.gatehouse.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one WebSocket (RFC 6455): its frames as they come, and what is sent. Belongs
 * to the event loop of its connection. It is a handler of Netty's and not Vert.x's own WebSocket,
 * which keeps the connection's HTTP side and two queues of 4 KB for as long as it is open: an idle
 * one takes a third of that.
 */
public final class WebSocketChannel extends ChannelInboundHandlerAdapter {
    /** The code of a close frame that tells none. */
    public static final int NO_STATUS = 1005;

    /** The code for a client that went without a close frame. */
    public static final int BROKEN_OFF = 1006;

    private static final int GOING_AWAY = 1001;
    private static final int PROTOCOL_ERROR = 1002;

    /** The last of those that applications choose (RFC 6455, 7.4.2). */
    private static final int LAST_CODE = 4999;

    private static final long CLOSING_SECONDS = 10;

    private final ContextInternal vertx;
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Listener listener;
    private @Nullable Queue<WebSocketFrame> held;
    private boolean paused = true;
    private boolean closing;
    private int code = BROKEN_OFF;
    private String reason = "";

    /** Hears of what comes. */
    public interface Listener {
        /** A frame of any sort came. */
        void heard();

        /** A frame of a text. */
        void text(Buffer bytes, boolean last);

        /** A frame of bytes. */
        void binary();

        /** The client broke the protocol, and is told with which code. */
        void breach(int code, String reason);

        /**
         * It has ended; said once.
         *
         * @param code what the client said or was told, or one of the two codes above
         */
        void ended(int code, String reason);
    }

    WebSocketChannel(ContextInternal vertx) {
        this.vertx = vertx;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context;
    }

    private ChannelHandlerContext channel() {
        return Objects.requireNonNull(channel);
    }

    /** Begins to read. */
    public void open(Listener hears) {
        listener = hears;
        if (channel().channel().isActive()) {
            resume();
        } else {
            hears.ended(code, reason);
        }
    }

    /** Reads no more for now. */
    public void pause() {
        paused = true;
        channel().channel().config().setAutoRead(false);
    }

    /** Reads on. */
    public void resume() {
        paused = false;
        while (!paused && held != null && !held.isEmpty()) {
            deliver(held.remove());
        }
        if (!paused) {
            held = null;
            channel().channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof WebSocketFrame frame) {
            vertx.emit(frame, this::take);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /** What was read before the pause waits. */
    private void take(WebSocketFrame frame) {
        if (paused || held != null && !held.isEmpty()) {
            held = held == null ? new ArrayDeque<>() : held;
            held.add(frame);
        } else {
            deliver(frame);
        }
    }

    private void deliver(WebSocketFrame frame) {
        Listener hears = listener;
        try {
            if (hears == null || code != BROKEN_OFF) {
                return;
            }
            hears.heard();
            switch (frame) {
                case TextWebSocketFrame _, ContinuationWebSocketFrame _ ->
                        hears.text(bytes(frame), frame.isFinalFragment());
                case BinaryWebSocketFrame _ -> hears.binary();
                case PingWebSocketFrame _ -> pong(frame);
                case CloseWebSocketFrame close -> closed(close);
                default -> {}
            }
        } finally {
            frame.release();
        }
    }

    /** A client that does not read its pongs gets no more of them (RFC 6455, 5.5.3). */
    private void pong(WebSocketFrame ping) {
        if (channel().channel().isWritable()) {
            channel().writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
        }
    }

    private static Buffer bytes(WebSocketFrame frame) {
        return Buffer.buffer(ByteBufUtil.getBytes(frame.content()));
    }

    /** The client closes, or agrees to. */
    private void closed(CloseWebSocketFrame close) {
        if (close.statusCode() > LAST_CODE) {
            breach(
                    channel(),
                    PROTOCOL_ERROR,
                    "Invalid close frame status code: " + close.statusCode());
            return;
        }
        code = close.statusCode() < 0 ? NO_STATUS : close.statusCode();
        reason = close.reasonText();
        if (closing) {
            channel().close();
        } else {
            closing = true;
            channel().writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Sends a message, in frames no longer than those that are taken; complete once it is sent. */
    public ChannelFuture send(Buffer message, boolean text) {
        byte[] bytes = message.getBytes();
        int from = 0;
        while (bytes.length - from > WebSockets.MAX_FRAME_BYTES) {
            channel()
                    .write(
                            frame(bytes, from, WebSockets.MAX_FRAME_BYTES, false, text),
                            channel().voidPromise());
            from += WebSockets.MAX_FRAME_BYTES;
        }
        return channel().writeAndFlush(frame(bytes, from, bytes.length - from, true, text));
    }

    private static WebSocketFrame frame(
            byte[] bytes, int from, int length, boolean last, boolean text) {
        ByteBuf part = Unpooled.wrappedBuffer(bytes, from, length);
        if (from > 0) {
            return new ContinuationWebSocketFrame(last, 0, part);
        }
        return text
                ? new TextWebSocketFrame(last, 0, part)
                : new BinaryWebSocketFrame(last, 0, part);
    }

    /** Whether nothing can be sent any more. */
    public boolean isClosed() {
        return closing || !channel().channel().isActive();
    }

    /** Says goodbye; a client that does not answer is left after a while. */
    public void close(int status, String text) {
        if (isClosed()) {
            return;
        }
        closing = true;
        channel().writeAndFlush(new CloseWebSocketFrame(status, text));
        leaveLater(channel());
    }

    /** Ends it without a word, for a client that does not read. */
    public void abort() {
        closing = true;
        channel().channel().unsafe().close(channel().voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException breach)) {
            context.close();
        } else {
            breach(context, breach.closeStatus().code(), String.valueOf(breach.getMessage()));
        }
    }

    private void breach(ChannelHandlerContext context, int status, String told) {
        if (!closing) {
            closing = true;
            code = status;
            reason = told;
            if (listener != null) {
                vertx.emit(listener, hears -> hears.breach(status, told));
            }
            context.writeAndFlush(new CloseWebSocketFrame(status, told))
                    .addListener(_ -> hangUp(context));
        }
    }

    /** Drops what still comes: closed unread, the connection is reset and the frame lost. */
    private void hangUp(ChannelHandlerContext context) {
        if (context.pipeline().get(SslHandler.class) == null
                && context.channel() instanceof DuplexChannel socket) {
            resume();
            socket.shutdownOutput();
            leaveLater(context);
        } else {
            context.close();
        }
    }

    private static void leaveLater(ChannelHandlerContext context) {
        context.executor().schedule(() -> context.close(), CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ShutdownEvent) {
            close(GOING_AWAY, "");
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        vertx.emit(listener, this::end);
    }

    private void end(@Nullable Listener hears) {
        if (held != null) {
            held.forEach(WebSocketFrame::release);
            held = null;
        }
        if (hears != null) {
            hears.ended(code, reason);
        }
    }
}
