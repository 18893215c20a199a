/** Clients of REST APIs, generated from what a deployment pins. */
@NullMarked
package dev.gatehouse.gateway.apigateway.sdk;

import org.jspecify.annotations.NullMarked;
