/**
 * What an invocation needs to know of a function: immutable, compiled by the control plane and
 * published in one volatile map.
 */
@NullMarked
package dev.gatehouse.lambda.plan;

import org.jspecify.annotations.NullMarked;
