/** Chooses the strongest level of sandboxes that works here. */
@NullMarked
package dev.gatehouse.lambda.sandbox.level;

import org.jspecify.annotations.NullMarked;
