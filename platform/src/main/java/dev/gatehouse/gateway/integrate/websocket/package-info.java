/** What serves the routes of WebSocket APIs. */
@NullMarked
package dev.gatehouse.gateway.integrate.websocket;

import org.jspecify.annotations.NullMarked;
