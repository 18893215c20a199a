/** Holds requests to rate limits: token buckets, which never make a request wait. */
@NullMarked
package dev.gatehouse.gateway.throttle;

import org.jspecify.annotations.NullMarked;
