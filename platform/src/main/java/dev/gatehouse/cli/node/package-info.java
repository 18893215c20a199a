/** The node as commands find it and call it. */
@NullMarked
package dev.gatehouse.cli.node;

import org.jspecify.annotations.NullMarked;
