/**
 * Durable executions: calls of a function that outlive its invocations, by checkpoints in the store
 * (Lambda Developer Guide, "Lambda durable functions").
 */
@NullMarked
package dev.gatehouse.lambda.durable;

import org.jspecify.annotations.NullMarked;
