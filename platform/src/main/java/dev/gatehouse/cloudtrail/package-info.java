/** Who called what, and what was denied, as CloudTrail tells it. */
@NullMarked
package dev.gatehouse.cloudtrail;

import org.jspecify.annotations.NullMarked;
