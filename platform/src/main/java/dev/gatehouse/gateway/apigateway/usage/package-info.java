/** The operations on API keys and usage plans, and how they come into force. */
@NullMarked
package dev.gatehouse.gateway.apigateway.usage;

import org.jspecify.annotations.NullMarked;
