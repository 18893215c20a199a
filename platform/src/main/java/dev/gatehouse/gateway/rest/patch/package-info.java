/** PATCH as API Gateway's REST APIs understand it: paths, values typed by rule, AWS's refusals. */
@NullMarked
package dev.gatehouse.gateway.rest.patch;

import org.jspecify.annotations.NullMarked;
