/** Signed HTTP to services elsewhere: bounded connections, time-outs, retries. */
@NullMarked
package dev.gatehouse.client.http;

import org.jspecify.annotations.NullMarked;
