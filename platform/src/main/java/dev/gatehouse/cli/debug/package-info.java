/** Holds functions for a debugger. */
@NullMarked
package dev.gatehouse.cli.debug;

import org.jspecify.annotations.NullMarked;
