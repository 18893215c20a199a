/** What methods ask of requests: parameters, and the schemas of bodies, compiled. */
@NullMarked
package dev.gatehouse.gateway.plan.schema;

import org.jspecify.annotations.NullMarked;
