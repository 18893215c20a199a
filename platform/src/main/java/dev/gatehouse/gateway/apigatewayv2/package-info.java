/**
 * The control plane of HTTP APIs (API Gateway v2): what is stored, and its operations by resource.
 */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2;

import org.jspecify.annotations.NullMarked;
