/** Templates made ready: checked, decided, and in an order. */
@NullMarked
package dev.gatehouse.cloudformation.plan;

import org.jspecify.annotations.NullMarked;
