/**
 * The execution environments of each version: who runs the next event, when another environment is
 * started and when one ends. Each environment lives on one event loop and needs no locks.
 */
@NullMarked
package dev.gatehouse.lambda.schedule;

import org.jspecify.annotations.NullMarked;
