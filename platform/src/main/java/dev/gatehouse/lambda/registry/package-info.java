/**
 * The functions that are kept: their changes, their activation, and their way into the data plane.
 */
@NullMarked
package dev.gatehouse.lambda.registry;

import org.jspecify.annotations.NullMarked;
