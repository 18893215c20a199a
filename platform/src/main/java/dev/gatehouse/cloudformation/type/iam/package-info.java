/** The types of IAM. */
@NullMarked
package dev.gatehouse.cloudformation.type.iam;

import org.jspecify.annotations.NullMarked;
