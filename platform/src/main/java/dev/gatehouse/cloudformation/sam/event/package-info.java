/** What the events of functions and of state machines become. */
@NullMarked
package dev.gatehouse.cloudformation.sam.event;

import org.jspecify.annotations.NullMarked;
