/** What is kept of metrics: values by minute, coarser with age, in memory and in a journal. */
@NullMarked
package dev.gatehouse.metrics.series;

import org.jspecify.annotations.NullMarked;
