/** The types of Secrets Manager and Key Management Service. */
@NullMarked
package dev.gatehouse.cloudformation.type.secret;

import org.jspecify.annotations.NullMarked;
