/** CloudWatch: metrics of the node's services and of its users, read back and watched. */
@NullMarked
package dev.gatehouse.metrics;

import org.jspecify.annotations.NullMarked;
