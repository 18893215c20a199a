/**
 * Lambda's runtimes on this machine: which interpreter runs an id, which official client polls for
 * it, and what a sandbox must hold for both.
 */
@NullMarked
package dev.gatehouse.lambda.runtimes;

import org.jspecify.annotations.NullMarked;
