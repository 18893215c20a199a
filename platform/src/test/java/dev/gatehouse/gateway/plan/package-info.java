/** Tests of the tables of plans. */
@NullMarked
package dev.gatehouse.gateway.plan;

import org.jspecify.annotations.NullMarked;
