/** The operations on stages and deployments of REST APIs. */
@NullMarked
package dev.gatehouse.gateway.apigateway.stage;

import org.jspecify.annotations.NullMarked;
