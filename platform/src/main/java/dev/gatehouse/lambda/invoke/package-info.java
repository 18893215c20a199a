/**
 * The entry of every invocation: from a function's name to one of its versions, within its limits.
 */
@NullMarked
package dev.gatehouse.lambda.invoke;

import org.jspecify.annotations.NullMarked;
