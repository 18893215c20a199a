/** When schedules are due: {@code rate}, {@code cron} and {@code at} expressions. */
@NullMarked
package dev.gatehouse.events.schedule;

import org.jspecify.annotations.NullMarked;
