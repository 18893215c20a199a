/** The types of CloudWatch. */
@NullMarked
package dev.gatehouse.cloudformation.type.cloudwatch;

import org.jspecify.annotations.NullMarked;
