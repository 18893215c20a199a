/** Stacks: what is wanted, what exists, and the engine that brings the one to the other. */
@NullMarked
package dev.gatehouse.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
