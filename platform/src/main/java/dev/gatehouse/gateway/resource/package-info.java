/**
 * How the control planes of API Gateway keep resources: in AWS's own shapes, so that a response
 * reads back what was stored member by member.
 */
@NullMarked
package dev.gatehouse.gateway.resource;

import org.jspecify.annotations.NullMarked;
