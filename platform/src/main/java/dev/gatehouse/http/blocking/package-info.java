/** Requests that blocking code responds to, on virtual threads: admission, bodies, responses. */
@NullMarked
package dev.gatehouse.http.blocking;

import org.jspecify.annotations.NullMarked;
