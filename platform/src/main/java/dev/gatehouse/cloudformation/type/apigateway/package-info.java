/** The types of both services of API Gateway. */
@NullMarked
package dev.gatehouse.cloudformation.type.apigateway;

import org.jspecify.annotations.NullMarked;
