/** AWS's cron expressions. */
@NullMarked
package dev.gatehouse.kernel.cron;

import org.jspecify.annotations.NullMarked;
