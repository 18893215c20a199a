package dev.gatehouse.gateway.websocket;

import dev.gatehouse.http.WebSocketChannel;

/**
 * Why a connection ended, as its {@code $disconnect} event tells it.
 *
 * @param code of RFC 6455, 7.4
 */
record CloseReason(int code, String text) {
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
            new CloseReason(WebSocketChannel.NO_STATUS, "Client-side close frame status not set");
    private static final CloseReason BROKEN_OFF =
            new CloseReason(WebSocketChannel.BROKEN_OFF, "Connection Closed Abnormally");

    /** What the client said, if it said anything. */
    static CloseReason ofClient(int code, String text) {
        return switch (code) {
            case WebSocketChannel.BROKEN_OFF -> BROKEN_OFF;
            case WebSocketChannel.NO_STATUS -> NONE_TOLD;
            default -> new CloseReason(code, text);
        };
    }
}
