/** EventBridge: rules that schedules or events match, and what they are for. */
@NullMarked
package dev.gatehouse.events;

import org.jspecify.annotations.NullMarked;
