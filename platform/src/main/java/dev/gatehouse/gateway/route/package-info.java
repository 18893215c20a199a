/** Finds what serves a path: REST resources and HTTP API routes, each by its own precedence. */
@NullMarked
package dev.gatehouse.gateway.route;

import org.jspecify.annotations.NullMarked;
