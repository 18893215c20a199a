/**
 * Computes values of requests and responses: mapping templates, mapped parameters, stage variables.
 */
@NullMarked
package dev.gatehouse.gateway.map;

import org.jspecify.annotations.NullMarked;
