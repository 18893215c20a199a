/** The Auth of serverless APIs and of the events of functions. */
@NullMarked
package dev.gatehouse.cloudformation.sam.auth;

import org.jspecify.annotations.NullMarked;
