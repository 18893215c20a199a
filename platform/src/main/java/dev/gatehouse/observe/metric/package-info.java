/** What is measured for CloudWatch: values by minute, and who takes them. */
@NullMarked
package dev.gatehouse.observe.metric;

import org.jspecify.annotations.NullMarked;
