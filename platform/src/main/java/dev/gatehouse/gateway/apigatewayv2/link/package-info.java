/** VPC links of the second service. */
@NullMarked
package dev.gatehouse.gateway.apigatewayv2.link;

import org.jspecify.annotations.NullMarked;
