/** What resources are now: read from their services, in the words of templates. */
@NullMarked
package dev.gatehouse.cloudformation.live;

import org.jspecify.annotations.NullMarked;
