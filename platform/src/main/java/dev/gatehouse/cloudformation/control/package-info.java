/** Cloud Control API: resources of the types that templates have, each by itself. */
@NullMarked
package dev.gatehouse.cloudformation.control;

import org.jspecify.annotations.NullMarked;
