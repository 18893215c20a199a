package dev.gatehouse.gateway.websocket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended, as its {@code $disconnect} event tells it.
 *
 * @param code of RFC 6455, 7.4
 */
record CloseReason(int code, String text) {
    private static final int NO_STATUS = 1005;

    /** Too long idle, too old, its API is gone, or the node ends; seen on AWS. */
    static final CloseReason GOING_AWAY = new CloseReason(1001, "Going away");

    /** By DELETE of {@code @connections}. */
    static final CloseReason DELETED = new CloseReason(1000, "Connection Closed Normally");

    /** A frame of bytes, which WebSocket APIs do not take. */
    static final CloseReason BINARY = new CloseReason(1003, "Unsupported data");

    static final CloseReason INVALID_TEXT = new CloseReason(1007, "Invalid frame payload data");

    /** A client that does not read. */
    static final CloseReason NOT_READ = new CloseReason(1008, "Policy violation");

    static final CloseReason TOO_LONG = new CloseReason(1009, "Message too big");

    private static final CloseReason NONE_TOLD =
            new CloseReason(NO_STATUS, "Client-side close frame status not set");
    private static final CloseReason BROKEN_OFF =
            new CloseReason(1006, "Connection Closed Abnormally");

    /** What the client said, if it said anything. */
    static CloseReason ofClient(ServerWebSocket socket) {
        Short code = socket.closeStatusCode();
        if (code == null || code == BROKEN_OFF.code) {
            return BROKEN_OFF;
        }
        String text = socket.closeReason();
        return code == NO_STATUS ? NONE_TOLD : new CloseReason(code, text == null ? "" : text);
    }

    /** Of a client that broke the protocol; null for what is no breach. */
    static @Nullable CloseReason ofBreach(Throwable cause) {
        return cause instanceof CorruptedWebSocketFrameException breach
                ? new CloseReason(breach.closeStatus().code(), String.valueOf(breach.getMessage()))
                : null;
    }
}
