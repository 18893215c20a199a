/** Tests of routing. */
@NullMarked
package dev.gatehouse.gateway.route;

import org.jspecify.annotations.NullMarked;
