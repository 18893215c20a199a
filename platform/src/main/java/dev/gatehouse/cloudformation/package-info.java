/** CloudFormation's API: the operations on stacks and templates. */
@NullMarked
package dev.gatehouse.cloudformation;

import org.jspecify.annotations.NullMarked;
