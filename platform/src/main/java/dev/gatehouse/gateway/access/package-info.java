/** What decisions about API Gateway's operations depend on: passed roles, condition keys. */
@NullMarked
package dev.gatehouse.gateway.access;

import org.jspecify.annotations.NullMarked;
