/** Who may call a method or route, and what is known of them then. This step may wait. */
@NullMarked
package dev.gatehouse.gateway.authorize;

import org.jspecify.annotations.NullMarked;
