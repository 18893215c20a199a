/** X-Ray: what requests and functions traced in the last hours, in memory. */
@NullMarked
package dev.gatehouse.xray;

import org.jspecify.annotations.NullMarked;
