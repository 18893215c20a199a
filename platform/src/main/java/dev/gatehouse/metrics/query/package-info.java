/** Statistics of metrics over time, and metric math. */
@NullMarked
package dev.gatehouse.metrics.query;

import org.jspecify.annotations.NullMarked;
