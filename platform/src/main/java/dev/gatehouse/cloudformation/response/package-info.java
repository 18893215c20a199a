/** The responses of custom resources, which functions send to a URL they were given. */
@NullMarked
package dev.gatehouse.cloudformation.response;

import org.jspecify.annotations.NullMarked;
