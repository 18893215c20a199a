/**
 * PATCH as API Gateway's REST APIs understand it: paths, values typed by rule, AWS's rejections.
 */
@NullMarked
package dev.gatehouse.gateway.apigateway.patch;

import org.jspecify.annotations.NullMarked;
