/** What a function's program is started with: variables, paths, the sandbox's AWS endpoint. */
@NullMarked
package dev.gatehouse.lambda.launch;

import org.jspecify.annotations.NullMarked;
