/** Prints and follows the logs of functions. */
@NullMarked
package dev.gatehouse.cli.logs;

import org.jspecify.annotations.NullMarked;
