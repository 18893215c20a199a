/** WebSocket APIs of serverless templates. */
@NullMarked
package dev.gatehouse.cloudformation.sam.websocket;

import org.jspecify.annotations.NullMarked;
