/** Interpreters that were started before anyone asked for them. */
@NullMarked
package dev.gatehouse.lambda.warm;

import org.jspecify.annotations.NullMarked;
