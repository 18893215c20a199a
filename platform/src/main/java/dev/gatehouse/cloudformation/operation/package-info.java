/** What may be done to stacks and change sets, and when. */
@NullMarked
package dev.gatehouse.cloudformation.operation;

import org.jspecify.annotations.NullMarked;
