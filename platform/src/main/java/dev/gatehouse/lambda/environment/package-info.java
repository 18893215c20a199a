/**
 * One execution environment: its state, its runtime, its events and its end. Confined to one event
 * loop, so that it takes no locks; it sees those beside it through a port.
 */
@NullMarked
package dev.gatehouse.lambda.environment;

import org.jspecify.annotations.NullMarked;
