/** REST APIs as documents of OpenAPI: what an import makes of one, and what an export writes. */
@NullMarked
package dev.gatehouse.gateway.apigateway.openapi;

import org.jspecify.annotations.NullMarked;
