/** What is stored of stacks: the stacks themselves, their resources, exports and events. */
@NullMarked
package dev.gatehouse.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
