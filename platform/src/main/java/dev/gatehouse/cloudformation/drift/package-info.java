/** What of a stack's resources is otherwise now than its template says. */
@NullMarked
package dev.gatehouse.cloudformation.drift;

import org.jspecify.annotations.NullMarked;
