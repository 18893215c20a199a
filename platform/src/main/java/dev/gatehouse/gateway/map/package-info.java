/**
 * Computes values of requests and answers: mapping templates, mapped parameters, stage variables.
 */
@NullMarked
package dev.gatehouse.gateway.map;

import org.jspecify.annotations.NullMarked;
