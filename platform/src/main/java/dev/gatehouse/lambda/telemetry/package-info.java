/**
 * What is said of an environment and its events, and what its programs write: Lambda's own records
 * in both log formats, and the log stream they go to.
 */
@NullMarked
package dev.gatehouse.lambda.telemetry;

import org.jspecify.annotations.NullMarked;
