/** The operations on methods of REST APIs and on their integrations and responses. */
@NullMarked
package dev.gatehouse.gateway.apigateway.method;

import org.jspecify.annotations.NullMarked;
