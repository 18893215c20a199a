/** The data plane of API Gateway: from a client's request to the integration and back. */
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
