/** CloudFormation's own types: stacks in stacks, and what functions make. */
@NullMarked
package dev.gatehouse.cloudformation.type.cloudformation;

import org.jspecify.annotations.NullMarked;
