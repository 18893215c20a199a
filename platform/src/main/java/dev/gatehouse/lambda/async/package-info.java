/** Accepted asynchronous events, from their 202 to their end, in the store's queue. */
@NullMarked
package dev.gatehouse.lambda.async;

import org.jspecify.annotations.NullMarked;
