/**
 * Who runs the next event: the environments of each version, concurrency, when another environment
 * is started and which one makes room for it.
 */
@NullMarked
package dev.gatehouse.lambda.schedule;

import org.jspecify.annotations.NullMarked;
