/** VPC links of the first service. */
@NullMarked
package dev.gatehouse.gateway.apigateway.link;

import org.jspecify.annotations.NullMarked;
