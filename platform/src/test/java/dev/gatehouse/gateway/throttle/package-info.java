@NullMarked
package dev.gatehouse.gateway.throttle;

import org.jspecify.annotations.NullMarked;
