/** Decodes the payloads of requests to REST APIs, and compresses those of their responses. */
@NullMarked
package dev.gatehouse.gateway.compress;

import org.jspecify.annotations.NullMarked;
