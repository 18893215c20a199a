/**
 * The Runtime API that runtime clients poll inside their sandbox, one server an environment, and
 * the state machine of the environment behind it.
 */
@NullMarked
package dev.gatehouse.lambda.runtimeapi;

import org.jspecify.annotations.NullMarked;
