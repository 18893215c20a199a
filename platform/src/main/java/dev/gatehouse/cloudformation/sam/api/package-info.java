/** Serverless APIs: REST, HTTP and WebSocket. */
@NullMarked
package dev.gatehouse.cloudformation.sam.api;

import org.jspecify.annotations.NullMarked;
