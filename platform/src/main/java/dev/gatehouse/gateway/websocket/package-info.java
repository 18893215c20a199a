/** Connections of WebSocket APIs: handshakes, messages, their ends, and {@code @connections}. */
@NullMarked
package dev.gatehouse.gateway.websocket;

import org.jspecify.annotations.NullMarked;
