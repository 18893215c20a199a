/** Which events a pattern matches. */
@NullMarked
package dev.gatehouse.events.pattern;

import org.jspecify.annotations.NullMarked;
