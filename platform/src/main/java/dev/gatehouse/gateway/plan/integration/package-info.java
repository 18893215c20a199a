/** What serves methods and routes, and what is mapped on the way there and back. */
@NullMarked
package dev.gatehouse.gateway.plan.integration;

import org.jspecify.annotations.NullMarked;
