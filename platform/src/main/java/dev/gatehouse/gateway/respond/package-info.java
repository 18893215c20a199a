/** Writes the gateway's own responses to what it rejects. */
@NullMarked
package dev.gatehouse.gateway.respond;

import org.jspecify.annotations.NullMarked;
