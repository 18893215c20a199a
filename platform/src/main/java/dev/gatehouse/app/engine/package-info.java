/** The engine that serves neighbouring services in development, as a process beside the node. */
@NullMarked
package dev.gatehouse.app.engine;

import org.jspecify.annotations.NullMarked;
