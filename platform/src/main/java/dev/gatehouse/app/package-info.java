/** The only place that constructs long-lived objects: the node and its wiring. */
@NullMarked
package dev.gatehouse.app;

import org.jspecify.annotations.NullMarked;
