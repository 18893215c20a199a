/** What stages tell of their requests, in log groups. */
@NullMarked
package dev.gatehouse.gateway.log;

import org.jspecify.annotations.NullMarked;
