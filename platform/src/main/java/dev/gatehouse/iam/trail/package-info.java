/** Who called what, and what was denied, as CloudTrail tells it. */
@NullMarked
package dev.gatehouse.iam.trail;

import org.jspecify.annotations.NullMarked;
