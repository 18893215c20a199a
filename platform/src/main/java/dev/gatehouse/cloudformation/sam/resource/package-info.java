/** The serverless types beside functions and APIs. */
@NullMarked
package dev.gatehouse.cloudformation.sam.resource;

import org.jspecify.annotations.NullMarked;
