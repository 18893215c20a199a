/** Lambda's operations, one class a resource, and what they publish to the data plane. */
@NullMarked
package dev.gatehouse.lambda.api;

import org.jspecify.annotations.NullMarked;
