/** What is kept of durable executions: themselves, their operations and their history. */
@NullMarked
package dev.gatehouse.lambda.durable.model;

import org.jspecify.annotations.NullMarked;
