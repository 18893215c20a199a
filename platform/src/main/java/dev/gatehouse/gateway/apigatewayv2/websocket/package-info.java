/** WebSocket APIs: what their resources may say, and the resources that only they have. */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2.websocket;

import org.jspecify.annotations.NullMarked;
