/** CloudFormation templates: reading them, their parameters, conditions and intrinsic functions. */
@NullMarked
package dev.gatehouse.cloudformation.template;

import org.jspecify.annotations.NullMarked;
