/** Plain processes, for machines that allow nothing stronger. */
@NullMarked
package dev.gatehouse.lambda.sandbox.process;

import org.jspecify.annotations.NullMarked;
