/** Types of resources of Application Auto Scaling. */
@NullMarked
package dev.gatehouse.cloudformation.type.scaling;

import org.jspecify.annotations.NullMarked;
