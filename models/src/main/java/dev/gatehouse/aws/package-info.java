/**
 * The schema runtime: what a service's operations and shapes are, and values that follow them. Each
 * subpackage, generated at build time, holds the typed views of one service.
 */
@NullMarked
package dev.gatehouse.aws;

import org.jspecify.annotations.NullMarked;
