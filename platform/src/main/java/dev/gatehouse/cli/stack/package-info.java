/** Brings an app's stack to the node, and takes it away. */
@NullMarked
package dev.gatehouse.cli.stack;

import org.jspecify.annotations.NullMarked;
