/** The documentation of REST APIs: its parts, the versions that pin them, and what is inherited. */
@NullMarked
package dev.gatehouse.gateway.apigateway.documentation;

import org.jspecify.annotations.NullMarked;
