/** What every type of resource is, and what the types share. */
@NullMarked
package dev.gatehouse.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
