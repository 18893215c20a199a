/** EventBridge Scheduler: schedules that call services in the name of a role. */
@NullMarked
package dev.gatehouse.events.scheduler;

import org.jspecify.annotations.NullMarked;
