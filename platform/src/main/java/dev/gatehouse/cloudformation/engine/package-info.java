/** Brings a stack from what exists to what is wanted. */
@NullMarked
package dev.gatehouse.cloudformation.engine;

import org.jspecify.annotations.NullMarked;
