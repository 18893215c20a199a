/** The filter pattern language of CloudWatch Logs. */
@NullMarked
package dev.gatehouse.logs.filter;

import org.jspecify.annotations.NullMarked;
