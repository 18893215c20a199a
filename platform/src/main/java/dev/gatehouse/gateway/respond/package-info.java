/** Writes answers: headers the gateway adds, CORS, and the gateway's own refusals. */
@NullMarked
package dev.gatehouse.gateway.respond;

import org.jspecify.annotations.NullMarked;
