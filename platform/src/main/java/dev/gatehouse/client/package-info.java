/** The one way to call an AWS service outward: in process, or signed to an endpoint. */
@NullMarked
package dev.gatehouse.client;

import org.jspecify.annotations.NullMarked;
