/**
 * How the control planes of API Gateway keep resources: in AWS's own shapes, so that an answer
 * reads back what was stored member by member.
 */
@NullMarked
package dev.gatehouse.gateway.resource;

import org.jspecify.annotations.NullMarked;
