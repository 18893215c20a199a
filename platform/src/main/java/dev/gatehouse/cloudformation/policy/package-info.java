/** Stack policies: what updates of a stack may do to its resources. */
@NullMarked
package dev.gatehouse.cloudformation.policy;

import org.jspecify.annotations.NullMarked;
