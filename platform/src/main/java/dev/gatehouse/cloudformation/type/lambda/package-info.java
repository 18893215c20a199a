/** The types of Lambda. */
@NullMarked
package dev.gatehouse.cloudformation.type.lambda;

import org.jspecify.annotations.NullMarked;
