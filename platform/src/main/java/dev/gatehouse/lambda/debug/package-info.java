/** Starts functions under the debugger of their language, for development. */
@NullMarked
package dev.gatehouse.lambda.debug;

import org.jspecify.annotations.NullMarked;
