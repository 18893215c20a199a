/** The resource types stacks are made of: one file a type, and the list of them. */
@NullMarked
package dev.gatehouse.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
