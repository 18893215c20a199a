/**
 * The private side of both services: how VPC links are kept, and what comes into force beside APIs.
 */
@NullMarked
package dev.gatehouse.gateway.link;

import org.jspecify.annotations.NullMarked;
