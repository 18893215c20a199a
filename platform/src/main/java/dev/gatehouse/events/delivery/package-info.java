/** The way of events to the targets of rules. */
@NullMarked
package dev.gatehouse.events.delivery;

import org.jspecify.annotations.NullMarked;
