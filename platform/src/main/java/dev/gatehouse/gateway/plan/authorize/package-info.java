/** How callers of methods and routes are authorized. */
@NullMarked
package dev.gatehouse.gateway.plan.authorize;

import org.jspecify.annotations.NullMarked;
