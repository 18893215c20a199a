/** The operations on REST APIs themselves: paths, models, gateway responses, tags, account. */
@NullMarked
package dev.gatehouse.gateway.apigateway.api;

import org.jspecify.annotations.NullMarked;
