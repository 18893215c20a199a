/** What it takes to change a stack, worked out and stored. */
@NullMarked
package dev.gatehouse.cloudformation.changeset;

import org.jspecify.annotations.NullMarked;
