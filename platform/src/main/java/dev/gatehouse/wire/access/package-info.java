/**
 * Whether the caller of an operation may do what it asks: the actions and resources of operations
 * as facts, the values of condition keys, and the decision.
 */
@NullMarked
package dev.gatehouse.wire.access;

import org.jspecify.annotations.NullMarked;
