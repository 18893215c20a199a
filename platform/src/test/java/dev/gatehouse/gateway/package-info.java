/** Tests of the data plane as a whole: a real server, real plans, functions in process. */
@NullMarked
package dev.gatehouse.gateway;

import org.jspecify.annotations.NullMarked;
