/** Resources of services that are served beside the node, or elsewhere. */
@NullMarked
package dev.gatehouse.cloudformation.type.neighbour;

import org.jspecify.annotations.NullMarked;
