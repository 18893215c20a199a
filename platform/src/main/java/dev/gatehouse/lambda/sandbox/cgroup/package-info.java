/**
 * Control groups, which count and limit all processes of a sandbox together; a watch in their place
 * where there are none.
 */
@NullMarked
package dev.gatehouse.lambda.sandbox.cgroup;

import org.jspecify.annotations.NullMarked;
