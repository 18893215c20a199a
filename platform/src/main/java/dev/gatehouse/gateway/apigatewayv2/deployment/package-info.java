/** How changes of HTTP APIs are deployed, compiled and put in force in the data plane. */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2.deployment;

import org.jspecify.annotations.NullMarked;
