/** HTTP APIs as documents of OpenAPI: what an import reads of one, and what an export writes. */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2.openapi;

import org.jspecify.annotations.NullMarked;
