/**
 * What WebSocket APIs have that others have not: selection expressions, integrations of messages.
 */
@NullMarked
package dev.gatehouse.gateway.plan.websocket;

import org.jspecify.annotations.NullMarked;
