/**
 * The control plane of REST APIs (API Gateway v1): what is stored, and its operations by resource.
 */
@NullMarked
package dev.gatehouse.gateway.apigateway;

import org.jspecify.annotations.NullMarked;
