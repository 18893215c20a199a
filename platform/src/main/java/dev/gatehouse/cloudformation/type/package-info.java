/** The types of resources that stacks may hold, and the list of them. */
@NullMarked
package dev.gatehouse.cloudformation.type;

import org.jspecify.annotations.NullMarked;
