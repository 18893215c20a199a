/** The authorizers of REST APIs. */
@NullMarked
package dev.gatehouse.gateway.apigateway.authorizer;

import org.jspecify.annotations.NullMarked;
