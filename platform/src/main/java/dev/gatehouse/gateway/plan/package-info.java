/**
 * What the data plane serves from: immutable plans of APIs, compiled from a deployment once.
 *
 * <p>The data plane performs exactly what these types can say. A feature that has no type here (an
 * authorizer, a request validator, a cache) cannot be compiled into a plan, so the compiler must
 * reject it by name where the user asks for it; nothing is dropped on the way.
 */
@NullMarked
package dev.gatehouse.gateway.plan;

import org.jspecify.annotations.NullMarked;
