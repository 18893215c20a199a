/** CloudWatch Logs: groups, streams and events, for functions, gateways and clients. */
@NullMarked
package dev.gatehouse.logs;

import org.jspecify.annotations.NullMarked;
