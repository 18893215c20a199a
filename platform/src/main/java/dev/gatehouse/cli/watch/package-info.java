/** Runs an app from the folder in which it is edited. */
@NullMarked
package dev.gatehouse.cli.watch;

import org.jspecify.annotations.NullMarked;
