/** Operations on durable executions. */
@NullMarked
package dev.gatehouse.lambda.api.durable;

import org.jspecify.annotations.NullMarked;
